import { expect, it } from 'vitest';
import { type Tensor2D, tf } from '../../../main/tensor/backend.ts';
import { embeddingBags } from '../../../main/tensor/ops/embedding-bags.ts';
import { leftOver, worstGradientError } from './finite-differences.ts';

const rows = {
  ids: Int32Array.of(0, 1, 1),
  owners: Int32Array.of(0, 0, 2),
  weights: Float32Array.of(1, 0.5, 2),
  bags: 3,
};

it('a bag is the weighted sum of its rows, an empty one is zero, and gradients go back by the same weights', () => {
  tf.tidy(() => {
    const table = tf.tensor2d([[1], [10], [100]]);
    // 1 · 1 + 0.5 · 10 = 6; nothing; 2 · 10 = 20.
    expect(Array.from(embeddingBags(table, rows).dataSync())).toEqual([6, 0, 20]);
    const upstream = tf.tensor2d([[1], [1], [3]]);
    const gradient = tf.grad((t) => tf.sum(tf.mul(embeddingBags(t as Tensor2D, rows), upstream)))(table);
    // Row 0: 1 · 1. Row 1: 0.5 · 1 + 2 · 3. Row 2 is in no bag.
    expect(Array.from(gradient.dataSync())).toEqual([1, 6.5, 0]);
    const wide = tf.tensor2d([
      [0.3, -0.2],
      [0.5, 0.1],
      [-0.4, 0.7],
    ]);
    expect(worstGradientError((t) => embeddingBags(t as Tensor2D, rows), [wide])).toBeLessThan(2e-3);
  });
});

it('leaves no tensors behind', () => {
  const table = tf.ones([3, 2]) as Tensor2D;
  expect(leftOver(() => tf.tidy(() => void tf.grad((t) => tf.sum(embeddingBags(t as Tensor2D, rows)))(table)))).toBe(0);
  table.dispose();
});
