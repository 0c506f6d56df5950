import { type Tensor, type Tensor4D, tf } from '../../tensor/backend.ts';

// Axis legend: N sequences, T tokens, H heads, W head width.

/** Cosines and sines of the angles of each token, float32[N, 1, T, W / 2]. */
export interface RotaryAngles {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/** Angles of tokens at `positions` (N · T values): position · theta^(−2i / W) for i from 0 to W / 2 − 1. */
export function rotaryAngles(
  positions: ArrayLike<number>,
  length: number,
  headWidth: number,
  { theta, factor }: { readonly theta: number; readonly factor: number },
): RotaryAngles {
  const half = headWidth / 2;
  const cos = new Float32Array(positions.length * half);
  const sin = new Float32Array(positions.length * half);
  // Single precision, as the published models compute them: far positions differ otherwise.
  const frequencies = Array.from({ length: half }, (_, at) => Math.fround(1 / theta ** ((2 * at) / headWidth)));
  for (let token = 0; token < positions.length; token++)
    for (const [at, frequency] of frequencies.entries()) {
      const angle = Math.fround((positions[token]! / factor) * frequency);
      cos[token * half + at] = Math.cos(angle);
      sin[token * half + at] = Math.sin(angle);
    }
  const shape: [number, number, number, number] = [positions.length / length, 1, length, half];
  return { cos: tf.tensor4d(cos, shape), sin: tf.tensor4d(sin, shape) };
}

/**
 * Rotary position embedding (Su et al. 2021) in Llama's layout: value i turns with value i + W / 2 as a pair.
 * float32[N, H, T, W] → the same. At position 0 nothing turns.
 */
export function rotate(x: Tensor4D, { cos, sin }: RotaryAngles): Tensor4D {
  const [first, second] = tf.split(x, 2, -1) as [Tensor, Tensor]; // [N, H, T, W / 2]
  return tf.concat(
    [tf.sub(tf.mul(first, cos), tf.mul(second, sin)), tf.add(tf.mul(second, cos), tf.mul(first, sin))],
    -1,
  ) as Tensor4D;
}
