import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../backend.ts';

// Axis legend: N looked-up rows, K bags, V table rows, D width.

/**
 * Weighted sums of rows of an embedding table: table float32[V, D] → float32[K, D]. Row n of N is `ids[n]` of the table,
 * belongs to bag `owners[n]` in [0, K) and counts `weights[n]` times; a bag without rows is zero. Table rows [1], [10],
 * ids 0, 1, 1, owners 0, 0, 1, weights 1, 0.5, 2: [6], [20].
 */
export function embeddingBags(
  table: Tensor2D,
  rows: {
    readonly ids: Int32Array;
    readonly owners: Int32Array;
    readonly weights: Float32Array;
    readonly bags: number;
  },
): Tensor2D {
  return tf.customGrad((...args) => {
    const values = args[0] as Tensor2D;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    const ids = tf.tensor1d(rows.ids, 'int32');
    const owners = tf.tensor1d(rows.owners, 'int32');
    const weights = tf.tensor2d(rows.weights, [rows.weights.length, 1]);
    save([ids, owners, weights]);
    return {
      value: tf.unsortedSegmentSum(tf.mul(tf.gather(values, ids), weights), owners, rows.bags),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [index, owner, weight] = saved as [Tensor1D, Tensor1D, Tensor];
        return tf.unsortedSegmentSum(tf.mul(tf.gather(dy, owner), weight), index, values.shape[0]);
      },
    };
  })(table) as Tensor2D;
}
