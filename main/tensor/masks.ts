import { type Tensor4D, tf } from './backend.ts';

// Axis legend: B batch, T targets (queries), S sources (keys).

/** Far below any score, and still finite: −Infinity minus itself would be no number. */
export const hiddenScore = -1e9;

/**
 * The term added to scores to hide the sources where `mask` (B · S values) is 0: float32[B, 1, 1, S]. Undefined
 * when there is nothing to hide.
 */
export function paddingBias(mask: ArrayLike<number>, batch: number): Tensor4D | undefined {
  const scores = Float32Array.from(mask, (kept) => (kept ? 0 : hiddenScore));
  if (scores.every((score) => score === 0)) return undefined;
  return tf.tensor4d(scores, [batch, 1, 1, scores.length / batch]);
}

/** Hides from each of `targets` queries, which stand after `past` others, the keys behind it: float32[1, 1, T, S]. */
export function causalBias(targets: number, past: number): Tensor4D {
  const sources = past + targets;
  const scores = new Float32Array(targets * sources);
  for (let target = 0; target < targets; target++)
    scores.fill(hiddenScore, target * sources + past + target + 1, (target + 1) * sources);
  return tf.tensor4d(scores, [1, 1, targets, sources]);
}
