import { expect, it } from 'vitest';
import { type Tensor2D, tf } from '../../../main/tensor/backend.ts';
import {
  ignoredLabel,
  labelLogProbabilities,
  meanCrossEntropy,
  weightedCrossEntropy,
} from '../../../main/tensor/ops/cross-entropy.ts';
import { leftOver, values, worstGradientError } from './finite-differences.ts';

const loss = (logits: number[][], labels: number[], weights: number[], smoothing = 0): number =>
  tf.tidy(
    () =>
      weightedCrossEntropy(
        tf.tensor2d(logits),
        Int32Array.from(labels),
        Float32Array.from(weights),
        smoothing,
      ).dataSync()[0]!,
  );

it('two equal logits cost ln 2, and a weight multiplies the cost', () => {
  expect(loss([[0, 0]], [0], [1])).toBeCloseTo(Math.LN2, 6);
  expect(loss([[0, 0]], [1], [-3])).toBeCloseTo(-3 * Math.LN2, 5);
});

it('a token of weight 0 is ignored', () => {
  const other = [7, -2];
  expect(loss([[0, 0], other], [0, 1], [1, 0])).toBeCloseTo(Math.LN2, 6);
});

it('smoothing 0.2 over 2 words: logits [ln 3, 0], label 0 costs 0.9 · −ln ¾ + 0.1 · −ln ¼ = 0.397543', () => {
  expect(loss([[Math.log(3), 0]], [0], [1], 0.2)).toBeCloseTo(0.397543, 5);
});

it('logits of 1000 do not overflow', () => {
  expect(loss([[1000, 0]], [0], [1])).toBeCloseTo(0, 6);
  expect(loss([[1000, 0]], [1], [1])).toBeCloseTo(1000, 2);
});

it('the gradient equals central differences, with and without smoothing, positive and negative weights', () => {
  const logits = values([4, 6], 3);
  for (const smoothing of [0, 0.1]) {
    const f = (x: unknown) =>
      weightedCrossEntropy(x as Tensor2D, Int32Array.of(0, 5, 2, 2), Float32Array.of(0.5, -1.5, 0, 1), smoothing);
    expect(worstGradientError((x) => f(x), [logits])).toBeLessThan(3e-3);
  }
  logits.dispose();
});

it('log-probabilities of labels are the logits less the log of the sum of exponentials', () => {
  const result = tf.tidy(() => labelLogProbabilities(tf.tensor2d([[Math.log(3), 0]]), Int32Array.of(1)));
  expect(result[0]).toBeCloseTo(Math.log(0.25), 5);
});

it('value and gradient leave no tensors behind', () => {
  const logits = values([4, 6], 3);
  const run = (): void =>
    tf.tidy(
      () =>
        void tf.grad((x) =>
          weightedCrossEntropy(x as Tensor2D, Int32Array.of(0, 1, 2, 3), new Float32Array(4).fill(0.25), 0.1),
        )(logits),
    );
  expect(leftOver(run)).toBe(0);
  logits.dispose();
});

it('the mean over labels leaves out those of −100, and their gradient is 0', () => {
  const logits = tf.tensor2d([
    [Math.log(3), 0],
    [9, -9],
    [0, 0],
  ]);
  const labels = Int32Array.of(1, ignoredLabel, 0);
  // −ln ¼ = 1.386294 and ln 2 = 0.693147: their mean is 1.039721.
  const mean = tf.tidy(() => meanCrossEntropy(logits, labels).dataSync()[0]);
  expect(mean).toBeCloseTo(1.039721, 5);
  const gradient = tf.tidy(() =>
    tf
      .grad((x) => meanCrossEntropy(x as Tensor2D, labels, 0.1))(logits)
      .dataSync(),
  );
  expect(Array.from(gradient.subarray(2, 4), Math.abs)).toEqual([0, 0]);
  expect(tf.tidy(() => meanCrossEntropy(logits, new Int32Array(3).fill(ignoredLabel)).dataSync()[0])).toBe(0);
  logits.dispose();
});
