import { expect, it } from 'vitest';
import { tf } from '../../../main/tensor/backend.ts';
import { halfOfSquares } from '../../../main/tensor/ops/half-of-squares.ts';

it('half of the squares over all axes, one tensor of its own: [[3, 4], [0, −1]] gives (9 + 16 + 1) / 2', () => {
  tf.tidy(() => {
    const x = tf.tensor2d([3, 4, 0, -1], [2, 2]);
    const before = tf.memory().numTensors;
    expect(halfOfSquares(x).dataSync()[0]).toBe(13);
    expect(tf.memory().numTensors).toBe(before + 1);
  });
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])('%d among the values shows in the sum', (bad) => {
  tf.tidy(() => {
    expect(halfOfSquares(tf.tensor1d([1, bad])).dataSync()[0]).toBe(bad);
  });
});
