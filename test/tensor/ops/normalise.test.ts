import { expect, it } from 'vitest';
import { tf } from '../../../main/tensor/backend.ts';
import { layerNorm, rmsNorm } from '../../../main/tensor/ops/normalise.ts';
import { leftOver, values, worstGradientError } from './finite-differences.ts';

it('layer norm of [1, 3] is [−1, 1]: mean 2, deviation 1', () => {
  const y = tf.tidy(() => Array.from(layerNorm(tf.tensor2d([[1, 3]]), tf.ones([2]), tf.zeros([2]), 0).dataSync()));
  expect(y[0]).toBeCloseTo(-1, 5);
  expect(y[1]).toBeCloseTo(1, 5);
});

it('rms norm of [3, 4] divides by sqrt((9 + 16) / 2) = 3.535534', () => {
  const y = tf.tidy(() => Array.from(rmsNorm(tf.tensor2d([[3, 4]]), tf.tensor1d([1, 2]), 0).dataSync()));
  expect(y[0]).toBeCloseTo(3 / 3.535534, 5);
  expect(y[1]).toBeCloseTo((2 * 4) / 3.535534, 5);
});

it('the gradients of both norms equal central differences, for input, gain and bias', () => {
  const [x, gain, bias] = [values([2, 3, 5], 1), values([5], 2), values([5], 3)];
  expect(worstGradientError((a, b, c) => layerNorm(a!, b!, c!, 1e-5), [x, gain, bias])).toBeLessThan(5e-3);
  expect(worstGradientError((a, b) => rmsNorm(a!, b!, 1e-6), [x, gain])).toBeLessThan(5e-3);
  tf.dispose([x, gain, bias]);
});

it('value and gradient leave no tensors behind', () => {
  const [x, gain, bias] = [values([4, 6], 1), values([6], 2), values([6], 3)];
  const run = (): void =>
    tf.tidy(() => {
      tf.grads((a, b, c) => tf.sum(layerNorm(a!, b!, c!, 1e-5)))([x, gain, bias]);
      tf.grads((a, b) => tf.sum(rmsNorm(a!, b!, 1e-5)))([x, gain]);
    });
  expect(leftOver(run)).toBe(0);
  tf.dispose([x, gain, bias]);
});
