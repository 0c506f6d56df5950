import type { MetricAccumulator, MetricValues, PreparedImage } from './accumulator.ts';
import { maxOrder, type NgramCounts } from './ngrams.ts';

/** BLEU's statistics of one caption or, summed, of a corpus. Arrays hold orders 1…4. */
export interface BleuStatistics {
  readonly correct: readonly number[];
  readonly guesses: readonly number[];
  readonly candidateLength: number;
  readonly referenceLength: number;
}

/** The reference code's smoothing: it keeps empty orders from dividing by zero and shows in the ninth digit. */
const tiny = 1e-15;
const small = 1e-9;

/** Highest count of each n-gram in the references at hand, all 0 between calls: a Map made anew took most of the time. */
let most = new Int32Array(1024);

/**
 * Clipped n-gram matches of one caption (Papineni et al. 2002), with the reference length closest to the candidate's,
 * the shorter of two equally close. The counts must come from one `NgramIndex`. No references throw a RangeError.
 */
export function bleuStatistics(candidate: NgramCounts, references: readonly NgramCounts[]): BleuStatistics {
  if (references.length === 0) throw new RangeError('BLEU needs at least one reference.');
  for (const { bound } of references) if (bound > most.length) most = new Int32Array(bound * 2);
  for (const { ids, counts } of references) {
    for (let at = 0; at < ids.length; at += 1) {
      const id = ids[at]!;
      if (counts[at]! > most[id]!) most[id] = counts[at]!;
    }
  }
  const correct: number[] = [];
  const guesses: number[] = [];
  let from = 0;
  for (let order = 1; order <= maxOrder; order += 1) {
    let matched = 0;
    const end = candidate.ends[order - 1]!;
    // N-grams beyond the array are in no reference.
    for (let at = from; at < end; at += 1) matched += Math.min(candidate.counts[at]!, most[candidate.ids[at]!] ?? 0);
    from = end;
    correct.push(matched);
    guesses.push(Math.max(0, candidate.length - order + 1));
  }
  for (const { ids } of references) for (const id of ids) most[id] = 0;
  const referenceLength = closestLength(candidate.length, references);
  return { correct, guesses, candidateLength: candidate.length, referenceLength };
}

function closestLength(length: number, references: readonly NgramCounts[]): number {
  let closest = references[0]!.length;
  for (const reference of references) {
    const [old, own] = [Math.abs(closest - length), Math.abs(reference.length - length)];
    if (own < old || (own === old && reference.length < closest)) closest = reference.length;
  }
  return closest;
}

/** Statistics of nothing: where a sum starts. */
export const noBleuStatistics: BleuStatistics = {
  correct: [0, 0, 0, 0],
  guesses: [0, 0, 0, 0],
  candidateLength: 0,
  referenceLength: 0,
};

export function addBleuStatistics(a: BleuStatistics, b: BleuStatistics): BleuStatistics {
  return {
    correct: a.correct.map((value, order) => value + b.correct[order]!),
    guesses: a.guesses.map((value, order) => value + b.guesses[order]!),
    candidateLength: a.candidateLength + b.candidateLength,
    referenceLength: a.referenceLength + b.referenceLength,
  };
}

/**
 * BLEU-1 … BLEU-4 in [0, 1]: the geometric mean of the precisions up to each order, times the brevity penalty
 * exp(1 − referenceLength ÷ candidateLength) when the candidate is shorter. Smoothed as the coco-caption code is
 * (numerators + 1e-15, denominators + 1e-9).
 *
 * @example "the cat" against "the cat sat": precisions 2/2 and 1/1, penalty exp(1 − 3/2) = 0.6065, so BLEU-1 = 0.6065.
 */
export function bleu(statistics: BleuStatistics): readonly [number, number, number, number] {
  const { correct, guesses, candidateLength, referenceLength } = statistics;
  const ratio = (candidateLength + tiny) / (referenceLength + small);
  const penalty = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
  let product = 1;
  const scores = correct.map((matched, index) => {
    product *= (matched + tiny) / (guesses[index]! + small);
    return product ** (1 / (index + 1)) * penalty;
  });
  return scores as unknown as readonly [number, number, number, number];
}

/** BLEU-1 … BLEU-4 of a stream of images, as `bleu_1` … `bleu_4`. The corpus' are those of the summed statistics. */
export class BleuAccumulator implements MetricAccumulator {
  /** Image by image: their sum is the corpus', and resampling needs them. */
  readonly statistics: BleuStatistics[] = [];

  add({ candidate, references }: PreparedImage): void {
    this.statistics.push(
      bleuStatistics(
        candidate.grams,
        references.map(({ grams }) => grams),
      ),
    );
  }

  corpus(): MetricValues {
    return values(this.statistics.reduce(addBleuStatistics, noBleuStatistics));
  }

  images(): readonly MetricValues[] {
    return this.statistics.map(values);
  }
}

function values(statistics: BleuStatistics): MetricValues {
  const [bleu_1, bleu_2, bleu_3, bleu_4] = bleu(statistics);
  return { bleu_1, bleu_2, bleu_3, bleu_4 };
}
