import { type Tensor, type Tensor2D, tf } from '../backend.ts';
import { columnSums } from './column-sums.ts';

// Axis legend: N rows, D width.

/** The same bias for every row: x float32[N, D], bias float32[D] → float32[N, D]. Its gradient is one pass over the rows. */
export function addBias(x: Tensor2D, bias: Tensor): Tensor2D {
  return tf.customGrad((...args) => {
    const [rows, shift] = args as Tensor[];
    return {
      value: tf.add(rows!, shift!),
      gradFunc: (dy: Tensor) => [tf.clone(dy), columnSums(dy as Tensor2D)],
    };
  })(x, bias) as Tensor2D;
}
