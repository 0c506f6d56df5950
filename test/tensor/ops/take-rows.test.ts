import { expect, it } from 'vitest';
import { type Tensor2D, tf } from '../../../main/tensor/backend.ts';
import { takeRows } from '../../../main/tensor/ops/take-rows.ts';
import { leftOver, values, worstGradientError } from './finite-differences.ts';

const ints = (...numbers: number[]) => tf.tensor1d(numbers, 'int32');

it('rows a, b, c by index 2, 0, 1, 1 are c, a, b, b', () => {
  const rows = tf.tidy(() => takeRows(tf.tensor2d([1, 2, 3], [3, 1]), ints(2, 0, 1, 1), ints(1, 2, 0)).dataSync());
  expect([...rows]).toEqual([3, 1, 2, 2]);
});

it('the gradient of rows taken once equals central differences', () => {
  const x = values([3, 2], 1);
  const error = worstGradientError((rows) => takeRows(rows as Tensor2D, ints(2, 0, 1), ints(1, 2, 0)), [x]);
  expect(error).toBeLessThan(5e-3);
  x.dispose();
});

it('what is taken twice has the gradient of the place that the inverse names', () => {
  tf.tidy(() => {
    const f = (x: Tensor2D) =>
      tf.sum(tf.mul(takeRows(x, ints(2, 0, 1, 1), ints(1, 2, 0)), tf.tensor2d([[5], [6], [7], [0]])));
    expect([
      ...tf
        .grad((x) => f(x as Tensor2D))(tf.zeros([3, 1]))
        .dataSync(),
    ]).toEqual([6, 7, 5]);
  });
});

it('value and gradient leave no tensors behind', () => {
  const x = values([3, 2], 1);
  const run = (): void =>
    tf.tidy(() => void tf.grad((y) => tf.sum(takeRows(y as Tensor2D, ints(2, 0, 1), ints(1, 2, 0))))(x));
  expect(leftOver(run)).toBe(0);
  x.dispose();
});
