import { type Tensor, tf } from './backend.ts';
import { Random } from './random.ts';

/**
 * Dropout whose masks come from a seeded generator: runs repeat exactly, and drawing them here is many times faster
 * than the backend's random tensors, which are filled one value at a time. The rate is rounded to a multiple of 1/256.
 */
export class Dropout {
  readonly rate: number;
  readonly #random: Random;
  /** What each of 256 equally likely bytes makes of a value. */
  readonly #factors: Float32Array;

  constructor(rate: number, random: Random) {
    this.rate = Math.round(rate * 256) / 256;
    this.#random = random;
    const [zeros, kept] = [this.rate * 256, 1 / (1 - this.rate)];
    this.#factors = Float32Array.from({ length: 256 }, (_, byte) => (byte < zeros ? 0 : kept));
  }

  /** A mask whose values are 0 with probability `rate`, else 1 / (1 − rate): its mean is 1. */
  mask(shape: readonly number[]): Tensor {
    const size = shape.reduce((product, length) => product * length, 1);
    const words = new Uint32Array(Math.ceil(size / 4));
    this.#random.fill(words);
    const bytes = new Uint8Array(words.buffer);
    const factors = this.#factors;
    const values = new Float32Array(size);
    // A table, because a branch on random values is guessed wrongly every fifth time.
    for (let i = 0; i < size; i++) values[i] = factors[bytes[i]!]!;
    return tf.tensor(values, [...shape], 'float32');
  }

  /** Dropout that will draw the masks that this one draws next. */
  copy(): Dropout {
    return new Dropout(this.rate, Random.fromState(this.#random.state));
  }

  apply<T extends Tensor>(x: T): T {
    return this.rate === 0 ? x : tf.mul(x, this.mask(x.shape));
  }
}

/** `x` with dropout while training, `x` itself otherwise. */
export function dropped<T extends Tensor>(x: T, dropout: Dropout | null): T {
  return dropout ? dropout.apply(x) : x;
}
