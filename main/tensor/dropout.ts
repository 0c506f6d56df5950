import { type Tensor, tf } from './backend.ts';
import { boolType, float32Type, nativeOp, type OpAttributes } from './native-op.ts';
import { Random } from './random.ts';

/**
 * Dropout whose masks come from a seeded generator: runs repeat exactly, and drawing them here is faster than the
 * backend's random tensors. The rate is rounded to a multiple of 1/256 below 1.
 */
export class Dropout {
  readonly rate: number;
  readonly #random: Random;
  /** A byte for each value of the largest mask so far; what is read from it is the library's own before the next mask. */
  #words = new Uint32Array(0);

  constructor(rate: number, random: Random) {
    this.rate = Math.min(Math.round(rate * 256), 255) / 256;
    this.#random = random;
  }

  /** A mask whose values are 0 with probability `rate`, else 1 / (1 − rate): its mean is 1. */
  mask(shape: readonly number[]): Tensor {
    const size = shape.reduce((product, length) => product * length, 1);
    const length = Math.ceil(size / 4);
    if (this.#words.length < length) this.#words = new Uint32Array(length);
    const words = this.#words.subarray(0, length);
    this.#random.fill(words);
    keepFrom(this.rate * 256, words);
    const kept = tf.tensor(new Uint8Array(words.buffer, 0, size), [...shape], 'bool');
    const ones = nativeOp('Cast', castAttributes(), [kept], 1)[0]!;
    const factor = tf.scalar(1 / (1 - this.rate));
    const mask = nativeOp('Mul', { T: float32Type() }, [ones, factor], 1)[0]!;
    tf.dispose([kept, ones, factor]);
    return mask;
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

/**
 * Makes of each byte of `words` 1 where it is at least `threshold`, from 0 to 255, else 0: four at a time, without a branch,
 * which on random values would be guessed wrongly every fifth time.
 */
function keepFrom(threshold: number, words: Uint32Array): void {
  const [everyByte, lower] = [0x01010101, 0x7f7f7f7f];
  // What lifts the lower seven bits of a byte to its highest where they reach the threshold, or its part above 128.
  const lift = ((threshold > 128 ? 256 : 128) - threshold) * everyByte;
  if (threshold > 128)
    for (let i = 0; i < words.length; i++) words[i] = ((words[i]! & ((words[i]! & lower) + lift)) >>> 7) & everyByte;
  else for (let i = 0; i < words.length; i++) words[i] = ((words[i]! | ((words[i]! & lower) + lift)) >>> 7) & everyByte;
}

const castAttributes = (): OpAttributes => ({
  SrcT: boolType(),
  DstT: float32Type(),
  Truncate: { kind: 'bool', value: false },
});
