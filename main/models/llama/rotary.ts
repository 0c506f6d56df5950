import { type Tensor, type Tensor4D, tf } from '../../tensor/backend.ts';
import type { Rope } from './config.ts';

// Axis legend: N sequences, T tokens, H heads, W head width.

/** Cosines and sines of the angles of each token, float32[N, 1, T, W / 2]. */
export interface RotaryAngles {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/**
 * Angles of tokens at `positions` (N · T values): position · frequency, theta^(−2i / W) for i from 0 to W / 2 − 1. Throws
 * RangeError for a place that the model has no angle for.
 */
export function rotaryAngles(
  positions: ArrayLike<number>,
  length: number,
  headWidth: number,
  rope: Rope,
): RotaryAngles {
  const half = headWidth / 2;
  const cos = new Float32Array(positions.length * half);
  const sin = new Float32Array(positions.length * half);
  const frequencies = frequenciesOf(headWidth, rope);
  for (let token = 0; token < positions.length; token++) {
    const position = positions[token]!;
    if (rope.places !== undefined && position >= rope.places)
      throw new RangeError(`The model has ${rope.places} places for words, not ${position + 1}.`);
    for (const [at, frequency] of frequencies.entries()) {
      const angle = Math.fround((position / rope.factor) * frequency);
      cos[token * half + at] = Math.cos(angle);
      sin[token * half + at] = Math.sin(angle);
    }
  }
  const shape: [number, number, number, number] = [positions.length / length, 1, length, half];
  return { cos: tf.tensor4d(cos, shape), sin: tf.tensor4d(sin, shape) };
}

/** Single precision, as the published models compute them: far positions differ otherwise. */
function frequenciesOf(headWidth: number, { theta, bands }: Rope): readonly number[] {
  const plain = Array.from({ length: headWidth / 2 }, (_, at) => Math.fround(1 / theta ** ((2 * at) / headWidth)));
  if (!bands) return plain;
  // Llama 3.1: waves longer than `positions / low` are stretched by the factor, those shorter than `positions / high` are
  // not, and between the two the share of the plain frequency grows evenly.
  const { factor, low, high, positions } = bands;
  return plain.map((frequency) => {
    const turns = (positions * frequency) / (2 * Math.PI);
    const share = Math.min(1, Math.max(0, (turns - low) / (high - low)));
    return Math.fround(share * frequency + ((1 - share) * frequency) / factor);
  });
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
