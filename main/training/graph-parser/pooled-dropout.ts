import { type Tensor, tf } from '../../tensor/backend.ts';
import { Dropout } from '../../tensor/dropout.ts';
import type { Random } from '../../tensor/random.ts';

/** Values drawn at first: masks are stretches of them. */
const poolSize = 1 << 22;

/**
 * Dropout whose masks are stretches, at random places, of values drawn once: a step of this small network needs three
 * million of them, and drawing them anew took a sixth of its time. Dispose it after use.
 */
export class PooledDropout extends Dropout {
  readonly #pool: Tensor;
  readonly #places: Random;

  constructor(rate: number, random: Random) {
    super(rate, random);
    this.#places = random;
    this.#pool = tf.keep(super.mask([poolSize]));
  }

  override mask(shape: readonly number[]): Tensor {
    const size = shape.reduce((product, length) => product * length, 1);
    if (size > poolSize) return super.mask(shape);
    const start = this.#places.below(poolSize - size + 1);
    return tf.reshape(tf.slice(this.#pool, [start], [size]), [...shape]);
  }

  dispose(): void {
    this.#pool.dispose();
  }
}
