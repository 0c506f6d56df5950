import { expect, it } from 'vitest';
import { type Tensor4D, tf } from '../../../main/tensor/backend.ts';
import { attention } from '../../../main/tensor/ops/attention.ts';
import { leftOver, values, worstGradientError } from './finite-differences.ts';

const four = (shape: number[], seed: number): Tensor4D => values(shape, seed) as Tensor4D;

it('a query that scores two keys alike returns the mean of their values, and a bias of −1e9 hides one', () => {
  tf.tidy(() => {
    const q = tf.zeros([1, 1, 1, 2]) as Tensor4D;
    const k = four([1, 1, 2, 2], 1);
    const v = tf.tensor4d([2, 4, 6, 8], [1, 1, 2, 2]);
    expect(Array.from(attention(q, k, v, { scale: 1 }).dataSync())).toEqual([4, 6]);
    const bias = tf.tensor4d([0, -1e9], [1, 1, 1, 2]);
    expect(Array.from(attention(q, k, v, { scale: 1, bias }).dataSync())).toEqual([2, 4]);
  });
});

it('scores 0 and ln 3 at scale 1 weigh the values 1 : 3', () => {
  tf.tidy(() => {
    const q = tf.tensor4d([1], [1, 1, 1, 1]);
    const k = tf.tensor4d([0, Math.log(3)], [1, 1, 2, 1]);
    const v = tf.tensor4d([0, 1], [1, 1, 2, 1]);
    expect(attention(q, k, v, { scale: 1 }).dataSync()[0]).toBeCloseTo(0.75, 6);
  });
});

it('gradients of queries, keys, values and a bias broadcast over the batch equal central differences', () => {
  const inputs = [four([2, 2, 3, 4], 1), four([2, 2, 5, 4], 2), four([2, 2, 5, 4], 3), four([1, 2, 3, 5], 4)];
  const f = (q: unknown, k: unknown, v: unknown, bias: unknown): Tensor4D =>
    attention(q as Tensor4D, k as Tensor4D, v as Tensor4D, { scale: 0.5, bias: bias as Tensor4D });
  expect(worstGradientError((...at) => f(at[0], at[1], at[2], at[3]), inputs)).toBeLessThan(5e-3);
  tf.dispose(inputs);
});

it('queries given once for all of the batch say what their repetition would, and get the sum of its gradients', () => {
  const inputs = [four([1, 2, 3, 4], 1), four([3, 2, 5, 4], 2), four([3, 2, 5, 4], 3)];
  const f = (q: unknown, k: unknown, v: unknown): Tensor4D =>
    attention(q as Tensor4D, k as Tensor4D, v as Tensor4D, { scale: 0.5 });
  tf.tidy(() => {
    const [q, k, v] = inputs;
    const difference = tf.sub(f(q, k, v), f(tf.tile(q!, [3, 1, 1, 1]), k, v));
    expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-6);
  });
  expect(worstGradientError((...at) => f(at[0], at[1], at[2]), inputs)).toBeLessThan(5e-3);
  tf.dispose(inputs);
});

it('a dropout mask scales probabilities in value and gradient', () => {
  const inputs = [four([1, 1, 2, 3], 1), four([1, 1, 3, 3], 2), four([1, 1, 3, 3], 3)];
  const mask = tf.tensor4d([0, 1.25, 1.25, 1.25, 0, 1.25], [1, 1, 2, 3]);
  const error = worstGradientError(
    (q, k, v) => attention(q as Tensor4D, k as Tensor4D, v as Tensor4D, { scale: 1, mask }),
    inputs,
  );
  expect(error).toBeLessThan(5e-3);
  tf.dispose([...inputs, mask]);
});

it('a mask that is made inside the differentiated function may be gone when the gradient is taken', () => {
  const inputs = [four([1, 1, 2, 3], 1), four([1, 1, 3, 3], 2), four([1, 1, 3, 3], 3)];
  const error = worstGradientError((q, k, v) => {
    const mask = tf.tensor4d([0, 1.25, 1.25, 1.25, 0, 1.25], [1, 1, 2, 3]);
    return attention(q as Tensor4D, k as Tensor4D, v as Tensor4D, { scale: 1, mask });
  }, inputs);
  expect(error).toBeLessThan(5e-3);
  tf.dispose(inputs);
});

it('value and gradient leave no tensors behind', () => {
  const inputs = [four([1, 2, 3, 4], 1), four([1, 2, 3, 4], 2), four([1, 2, 3, 4], 3)];
  const run = (): void =>
    tf.tidy(
      () =>
        void tf.grads((q, k, v) => tf.sum(attention(q as Tensor4D, k as Tensor4D, v as Tensor4D, { scale: 1 })))(
          inputs,
        ),
    );
  expect(leftOver(run)).toBe(0);
  tf.dispose(inputs);
});
