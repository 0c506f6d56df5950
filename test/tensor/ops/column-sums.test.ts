import { expect, it } from 'vitest';
import { tf } from '../../../main/tensor/backend.ts';
import { columnSums } from '../../../main/tensor/ops/column-sums.ts';

it('sums rows: [[1, 2], [3, 4], [5, 6]] gives [1 + 3 + 5, 2 + 4 + 6], one tensor of its own', () => {
  tf.tidy(() => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const before = tf.memory().numTensors;
    expect([...columnSums(x).dataSync()]).toEqual([9, 12]);
    expect(tf.memory().numTensors).toBe(before + 1);
  });
});
