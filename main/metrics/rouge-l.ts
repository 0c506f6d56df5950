import { MeanAccumulator } from './accumulator.ts';

const beta = 1.2;

/** Scratch of the two rows below: allocating them anew for each pair of captions took longer than filling them. */
let rows: [Int32Array, Int32Array] = [new Int32Array(256), new Int32Array(256)];

/** Length of the longest common subsequence of two token lists (dynamic programming, two rows). */
export function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  if (b.length >= rows[0].length) rows = [new Int32Array(b.length * 2), new Int32Array(b.length * 2)];
  let [previous, current] = rows;
  previous.fill(0, 0, b.length + 1);
  for (const word of a) {
    for (let column = 1; column <= b.length; column += 1) {
      current[column] =
        word === b[column - 1] ? previous[column - 1]! + 1 : Math.max(previous[column]!, current[column - 1]!);
    }
    [previous, current] = [current, previous];
  }
  return previous[b.length]!;
}

/**
 * ROUGE-L of one caption in [0, 1] (Lin 2004) as the coco-caption code computes it: precision and recall of the longest
 * common subsequence, each at its best over the references independently, combined with β = 1.2:
 * (1 + β²) P R ÷ (R + β² P). The corpus score is the mean over images. No references throw a RangeError.
 *
 * @example "the cat" against "the cat sat": P = 2/2, R = 2/3, so 2.44 · (2/3) ÷ (2/3 + 1.44) = 0.7722.
 */
export function rougeL(candidate: readonly string[], references: readonly (readonly string[])[]): number {
  if (references.length === 0) throw new RangeError('ROUGE-L needs at least one reference.');
  if (candidate.length === 0) return 0;
  let precision = 0;
  let recall = 0;
  for (const reference of references) {
    if (reference.length === 0) continue;
    const common = longestCommonSubsequence(candidate, reference);
    precision = Math.max(precision, common / candidate.length);
    recall = Math.max(recall, common / reference.length);
  }
  if (precision === 0 || recall === 0) return 0;
  return ((1 + beta ** 2) * precision * recall) / (recall + beta ** 2 * precision);
}

/** ROUGE-L of a stream of images, as `rouge_l`. */
export function rougeLAccumulator(): MeanAccumulator {
  return new MeanAccumulator(['rouge_l'], ({ candidate, references }) => ({
    rouge_l: rougeL(
      candidate.tokens,
      references.map(({ tokens }) => tokens),
    ),
  }));
}
