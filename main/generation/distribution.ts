import type { Random } from '../tensor/random.ts';

/**
 * Turns one row of logits into log-probabilities in place, with `forbidden` ids at −Infinity, and returns the entropy in
 * nats. Temperature divides the logits first: [0, 0] gives ln ½ twice and an entropy of ln 2.
 */
export function logSoftmaxRow(row: Float32Array, forbidden: readonly number[], temperature: number): number {
  for (const id of forbidden) row[id] = Number.NEGATIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < row.length; id++) {
    row[id]! /= temperature;
    if (row[id]! > highest) highest = row[id]!;
  }
  let total = 0;
  let weighted = 0;
  for (let id = 0; id < row.length; id++) {
    const shifted = row[id]! - highest;
    const weight = Math.exp(shifted);
    total += weight;
    if (weight > 0) weighted += weight * shifted;
  }
  const logTotal = Math.log(total);
  for (let id = 0; id < row.length; id++) row[id] = row[id]! - highest - logTotal;
  return logTotal - weighted / total;
}

/** The id with the highest value; the first of equals. */
export function argMax(row: Float32Array): number {
  let best = 0;
  for (let id = 1; id < row.length; id++) if (row[id]! > row[best]!) best = id;
  return best;
}

export interface Truncation {
  /** Draw only from the k likeliest words; 0 draws from all. */
  readonly topK: number;
  /** Draw only from the likeliest words that together reach this share of what top-k left; 1 draws from all. */
  readonly topP: number;
}

/** Draws an id from log-probabilities after top-k and then top-p truncation (Holtzman et al. 2020). */
export function draw(row: Float32Array, { topK, topP }: Truncation, random: Random): number {
  if (topK === 0 && topP >= 1) {
    let rest = random.uniform();
    let last = 0;
    for (let id = 0; id < row.length; id++) {
      const probability = Math.exp(row[id]!);
      if (probability === 0) continue;
      last = id;
      rest -= probability;
      if (rest < 0) return id;
    }
    return last; // Rounding left a remainder.
  }
  const order = Array.from(row.keys()).sort((a, b) => row[b]! - row[a]! || a - b);
  const likeliest = order.slice(0, topK === 0 ? order.length : topK);
  const reached = topP * likeliest.reduce((sum, id) => sum + Math.exp(row[id]!), 0);
  const kept: number[] = [];
  let mass = 0;
  for (const id of likeliest) {
    if (row[id] === Number.NEGATIVE_INFINITY || (kept.length > 0 && topP < 1 && mass >= reached)) break;
    kept.push(id);
    mass += Math.exp(row[id]!);
  }
  let rest = random.uniform() * mass;
  for (const id of kept) {
    rest -= Math.exp(row[id]!);
    if (rest < 0) return id;
  }
  return kept.at(-1)!;
}
