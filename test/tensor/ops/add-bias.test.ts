import { expect, it } from 'vitest';
import { type Tensor2D, tf } from '../../../main/tensor/backend.ts';
import { addBias } from '../../../main/tensor/ops/add-bias.ts';
import { leftOver, values, worstGradientError } from './finite-differences.ts';

it('adds the same bias to every row: [[1, 2], [3, 4]] and [10, 20] give [[11, 22], [13, 24]]', () => {
  const sum = tf.tidy(() => addBias(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor1d([10, 20])).dataSync());
  expect([...sum]).toEqual([11, 22, 13, 24]);
});

it('the gradients equal central differences, also where both go to one place', () => {
  const [x, bias] = [values([3, 4], 1), values([4], 2)];
  expect(worstGradientError((a, b) => addBias(a as Tensor2D, b!), [x, bias])).toBeLessThan(5e-3);
  const twice = worstGradientError((a) => tf.add(addBias(a as Tensor2D, tf.sum(a!, 0)), a!), [x]);
  expect(twice).toBeLessThan(5e-3);
  tf.dispose([x, bias]);
});

it('value and gradient leave no tensors behind', () => {
  const [x, bias] = [values([3, 4], 1), values([4], 2)];
  const run = (): void => tf.tidy(() => void tf.grads((a, b) => tf.sum(addBias(a as Tensor2D, b!)))([x, bias]));
  expect(leftOver(run)).toBe(0);
  tf.dispose([x, bias]);
});
