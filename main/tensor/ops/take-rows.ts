import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../backend.ts';

/**
 * Rows of x in another order: x float32[N, W], `index` of M rows in [0, N) → float32[M, W]. The gradient of row n is what
 * arrives at row `inverse[n]` of the result. So of a row that is taken more than once nothing may arrive at its other places:
 * sums of gradients, which are three times the work, are not made.
 *
 * Rows a, b, c by index 2, 0, 1, 1 with inverse 1, 2, 0: c, a, b, b, the last of which must not count.
 */
export function takeRows(x: Tensor2D, index: Tensor1D, inverse: Tensor1D): Tensor2D {
  return tf.customGrad((...args) => {
    const rows = args[0] as Tensor2D;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    save([inverse]);
    return {
      value: tf.gather(rows, index),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.gather(dy, saved[0] as Tensor1D),
    };
  })(x) as Tensor2D;
}
