import { type Tensor, type Tensor2D, tf } from '../backend.ts';

// Axis legend: N tokens, V vocabulary, D width.

/**
 * Rows of an embedding table: table float32[V, D], ids in [0, V) → float32[N, D]. Rows asked for twice get the sum of
 * both gradients. The backend's own gather gradient transposes the table first, which this avoids.
 */
export function embed(table: Tensor2D, ids: Int32Array): Tensor2D {
  return tf.customGrad((...args) => {
    const weights = args[0] as Tensor2D;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    const index = tf.tensor1d(ids, 'int32');
    save([index]);
    return {
      value: tf.gather(weights, index),
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        tf.unsortedSegmentSum(dy, saved[0] as ReturnType<typeof tf.tensor1d>, weights.shape[0]),
    };
  })(table) as Tensor2D;
}
