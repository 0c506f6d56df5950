import { type BleuStatistics, bleu } from './bleu.ts';

/** A difference b − a with its percentile interval and two-sided p-value. */
export interface PairedDifference {
  readonly difference: number;
  readonly interval: readonly [number, number];
  readonly pValue: number;
}

/** What is resampled: per-image values whose mean is the score, or statistics that make BLEU when summed. */
export type Resampled =
  | { readonly kind: 'mean'; readonly a: readonly (number | null)[]; readonly b: readonly (number | null)[] }
  | {
      readonly kind: 'bleu';
      readonly order: 1 | 2 | 3 | 4;
      readonly a: readonly BleuStatistics[];
      readonly b: readonly BleuStatistics[];
    };

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

/** Flattens statistics to ten numbers an image, so that a resample sums typed arrays. */
function rows(statistics: readonly BleuStatistics[]): Float64Array {
  return Float64Array.from(
    statistics.flatMap((s) => [...s.correct, ...s.guesses, s.candidateLength, s.referenceLength]),
  );
}

function scorer(input: Resampled, side: 'a' | 'b'): (weights: Int32Array) => number | null {
  if (input.kind === 'mean') {
    const values = input[side];
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
  const flat = rows(input[side]);
  return (weights) => {
    const sums = new Float64Array(10);
    for (let at = 0; at < weights.length; at += 1) {
      const weight = weights[at]!;
      if (weight > 0) for (let k = 0; k < 10; k += 1) sums[k]! += weight * flat[at * 10 + k]!;
    }
    const [...values] = sums;
    return bleu({
      correct: values.slice(0, 4),
      guesses: values.slice(4, 8),
      candidateLength: values[8]!,
      referenceLength: values[9]!,
    })[input.order - 1]!;
  };
}

/**
 * Paired bootstrap over images (Koehn 2004): both systems are scored on the same resamples of the images. The interval
 * holds the middle 95 % of the resampled differences; the p-value is twice the smaller share of resamples on either side
 * of 0 (with one added, so it is never 0). Returns null where a score does not apply.
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
