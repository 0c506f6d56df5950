import { expect, it } from 'vitest';
import { type Tensor2D, tf } from '../../../main/tensor/backend.ts';
import { weightedKlDivergence } from '../../../main/tensor/ops/kl-divergence.ts';
import { leftOver, values, worstGradientError } from './finite-differences.ts';

const divergence = (logits: number[][], reference: number[][], weights: number[]): number =>
  tf.tidy(
    () => weightedKlDivergence(tf.tensor2d(logits), tf.tensor2d(reference), Float32Array.from(weights)).dataSync()[0]!,
  );

it('¾ and ¼ against two halves: ¾ ln 3⁄2 + ¼ ln ½ = 0.130812, and a weight multiplies it', () => {
  expect(divergence([[Math.log(3), 0]], [[0, 0]], [1])).toBeCloseTo(0.130812, 6);
  expect(divergence([[Math.log(3), 0]], [[5, 5]], [2])).toBeCloseTo(0.261624, 5);
});

it('a distribution does not diverge from itself, and a token of weight 0 is ignored', () => {
  expect(divergence([[1, -2, 0.5]], [[1, -2, 0.5]], [1])).toBeCloseTo(0, 6);
  const far = [9, 0];
  expect(
    divergence(
      [[0, 0], far],
      [
        [0, 0],
        [0, 9],
      ],
      [1, 0],
    ),
  ).toBeCloseTo(0, 6);
});

it('words that both forbid with a logit of −10⁹ add nothing', () => {
  expect(divergence([[Math.log(3), 0, -1e9]], [[0, 0, -1e9]], [1])).toBeCloseTo(0.130812, 6);
});

it('the gradient equals central differences', () => {
  const logits = values([4, 6], 3);
  const reference = values([4, 6], 8);
  const weights = Float32Array.of(0.5, 1.5, 0, 1);
  const f = (x: unknown) => weightedKlDivergence(x as Tensor2D, reference as Tensor2D, weights);
  expect(worstGradientError((x) => f(x), [logits])).toBeLessThan(3e-3);
  tf.dispose([logits, reference]);
});

it('value and gradient leave no tensors behind', () => {
  const logits = values([4, 6], 3);
  const weights = new Float32Array(4).fill(0.25);
  const run = (): void =>
    tf.tidy(
      () => void tf.grad((x) => weightedKlDivergence(x as Tensor2D, tf.zeros([4, 6]) as Tensor2D, weights))(logits),
    );
  expect(leftOver(run)).toBe(0);
  logits.dispose();
});
