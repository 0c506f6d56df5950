import { type BleuStatistics, bleu } from './bleu.ts';
import type { CorpusScores } from './corpus-scorer.ts';
import { fromRow, type MeteorStatistics, meteor, toRow } from './meteor/meteor.ts';

/** A difference b − a with its percentile interval and two-sided p-value. */
export interface PairedDifference {
  readonly difference: number;
  readonly interval: readonly [number, number];
  readonly pValue: number;
}

/** The values to resample: per-image values whose mean is the score, or statistics that make the score when summed. */
export type Resampled =
  | { readonly kind: 'mean'; readonly a: readonly (number | null)[]; readonly b: readonly (number | null)[] }
  | {
      readonly kind: 'bleu';
      readonly order: 1 | 2 | 3 | 4;
      readonly a: readonly BleuStatistics[];
      readonly b: readonly BleuStatistics[];
    }
  | { readonly kind: 'meteor'; readonly a: readonly MeteorStatistics[]; readonly b: readonly MeteorStatistics[] };

/** A 32-bit generator (mulberry32): the same seed gives the same intervals. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function scorer(input: Resampled, side: 'a' | 'b'): (weights: Int32Array) => number | null {
  switch (input.kind) {
    case 'mean':
      return meanScorer(input[side]);
    case 'bleu': {
      const { order } = input;
      return sumScorer(input[side].map(bleuRow), (sums) => bleu(bleuOf(sums))[order - 1]!);
    }
    case 'meteor':
      return sumScorer(input[side].map(toRow), (sums) => meteor(fromRow(sums)));
  }
}

function meanScorer(values: readonly (number | null)[]): (weights: Int32Array) => number | null {
  return (weights) => {
    let sum = 0;
    let count = 0;
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at];
      if (value === null || value === undefined) continue;
      sum += value * weights[at]!;
      count += weights[at]!;
    }
    return count === 0 ? null : sum / count;
  };
}

/** Sums the rows, as flat as they are, so that a resample is arithmetic on typed arrays. */
function sumScorer(
  rows: readonly (readonly number[])[],
  score: (sums: readonly number[]) => number,
): (weights: Int32Array) => number {
  const width = rows[0]?.length ?? 0;
  const flat = Float64Array.from(rows.flat());
  const sums = new Float64Array(width);
  return (weights) => {
    sums.fill(0);
    for (let at = 0; at < weights.length; at += 1) {
      const weight = weights[at]!;
      if (weight > 0) for (let k = 0; k < width; k += 1) sums[k]! += weight * flat[at * width + k]!;
    }
    return score(Array.from(sums));
  };
}

const bleuRow = (s: BleuStatistics) => [...s.correct, ...s.guesses, s.candidateLength, s.referenceLength];
const bleuOf = (row: readonly number[]): BleuStatistics => ({
  correct: row.slice(0, 4),
  guesses: row.slice(4, 8),
  candidateLength: row[8]!,
  referenceLength: row[9]!,
});

/**
 * Paired bootstrap over images (Koehn 2004): both systems are scored on the same resamples of the images. The interval
 * holds the middle 95 % of the resampled differences; the p-value is twice the smaller share of resamples on either side
 * of 0 (with one added, so it is never 0). Returns null where a score does not apply; throws a RangeError for systems of
 * different numbers of images.
 *
 * @example b better by 1 on every image: difference 1, interval [1, 1], p = 2 · (0 + 1) ÷ (1,000 + 1) = 0.002.
 */
export function pairedBootstrap(
  input: Resampled,
  options: { resamples?: number; seed?: number } = {},
): PairedDifference | null {
  const { resamples = 1000, seed = 1 } = options;
  const images = input.a.length;
  if (images !== input.b.length)
    throw new RangeError(`Paired systems need the same images: ${images} and ${input.b.length}.`);
  if (images === 0) return null;
  const [scoreA, scoreB] = [scorer(input, 'a'), scorer(input, 'b')];
  const difference = (weights: Int32Array): number | null => {
    const [a, b] = [scoreA(weights), scoreB(weights)];
    return a === null || b === null ? null : b - a;
  };
  const whole = difference(new Int32Array(images).fill(1));
  if (whole === null) return null;
  const random = generator(seed);
  const weights = new Int32Array(images);
  const differences: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    weights.fill(0);
    for (let draw = 0; draw < images; draw += 1) weights[Math.floor(random() * images)]! += 1;
    const drawn = difference(weights);
    if (drawn !== null) differences.push(drawn);
  }
  differences.sort((x, y) => x - y);
  const at = (share: number): number =>
    differences[Math.min(differences.length - 1, Math.floor(share * differences.length))]!;
  const below = differences.filter((value) => value <= 0).length;
  const above = differences.filter((value) => value >= 0).length;
  const pValue = Math.min(1, (2 * (Math.min(below, above) + 1)) / (differences.length + 1));
  return { difference: whole, interval: [at(0.025), at(0.975)], pValue };
}

/**
 * How system b differs from system a in one metric of the catalog, on the same images in the same order: BLEU and METEOR
 * are summed anew in each resample, other metrics averaged. Null for metrics that single images do not have (distinct-n),
 * where a score does not apply, and where statistics were not kept. CIDEr's document frequencies stay those of the whole.
 */
export function comparePaired(
  id: string,
  a: CorpusScores,
  b: CorpusScores,
  options: { resamples?: number; seed?: number } = {},
): PairedDifference | null {
  const order = /^bleu_([1-4])$/.exec(id)?.[1];
  if (order) {
    return pairedBootstrap(
      { kind: 'bleu', order: Number(order) as 1 | 2 | 3 | 4, a: a.bleuStatistics, b: b.bleuStatistics },
      options,
    );
  }
  if (id === 'meteor')
    return pairedBootstrap({ kind: 'meteor', a: a.meteorStatistics, b: b.meteorStatistics }, options);
  if (a.images[0]?.[id] === undefined || b.images[0]?.[id] === undefined) return null;
  const values = (scores: CorpusScores) => scores.images.map((image) => image[id] as number | null);
  return pairedBootstrap({ kind: 'mean', a: values(a), b: values(b) }, options);
}
