import { expect, it } from 'vitest';
import { type Tensor2D, tf } from '../../../main/tensor/backend.ts';
import { embed } from '../../../main/tensor/ops/embedding.ts';
import { leftOver, worstGradientError } from './finite-differences.ts';

it('rows come in the order of their ids, and a row asked for twice gets the sum of both gradients', () => {
  tf.tidy(() => {
    const table = tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const ids = Int32Array.of(2, 0, 2);
    expect(Array.from(embed(table, ids).dataSync())).toEqual([5, 6, 1, 2, 5, 6]);
    const weights = tf.tensor2d([
      [1, 0],
      [10, 10],
      [2, 7],
    ]);
    const gradient = tf.grad((t) => tf.sum(tf.mul(embed(t as Tensor2D, ids), weights)))(table);
    expect(Array.from(gradient.dataSync())).toEqual([10, 10, 0, 0, 3, 7]);
    expect(worstGradientError((t) => embed(t as Tensor2D, ids), [table])).toBeLessThan(2e-3);
  });
});

it('leaves no tensors behind', () => {
  const table = tf.ones([3, 2]) as Tensor2D;
  expect(
    leftOver(() => tf.tidy(() => void tf.grad((t) => tf.sum(embed(t as Tensor2D, Int32Array.of(1))))(table))),
  ).toBe(0);
  table.dispose();
});
