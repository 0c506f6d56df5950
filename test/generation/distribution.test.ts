import { expect, it } from 'vitest';
import { argMax, draw, logSoftmaxRow } from '../../main/generation/distribution.ts';
import { Random } from '../../main/tensor/random.ts';

it('logits become ln p without the forbidden ids, and the entropy is that of the rest', () => {
  const row = Float32Array.of(50, Math.log(3), 0);
  const entropy = logSoftmaxRow(row, [0], 1);
  expect([...row]).toEqual([Number.NEGATIVE_INFINITY, expect.closeTo(-0.287682, 5), expect.closeTo(-1.386294, 5)]);
  expect(entropy).toBeCloseTo(0.562335, 5); // −(¾ ln ¾ + ¼ ln ¼)
});

it('temperature divides logits: [2 ln 3, 0] at 2 is [ln 3, 0]', () => {
  const row = Float32Array.of(2 * Math.log(3), 0);
  logSoftmaxRow(row, [], 2);
  expect(Math.exp(row[0]!)).toBeCloseTo(0.75, 5);
});

it('logits of a thousand neither overflow nor lose the difference', () => {
  const row = Float32Array.of(1000, 1000, -1000);
  const entropy = logSoftmaxRow(row, [], 1);
  expect([...row]).toEqual([expect.closeTo(-Math.LN2, 6), expect.closeTo(-Math.LN2, 6), expect.closeTo(-2000.69, 1)]);
  expect(entropy).toBeCloseTo(Math.LN2, 6);
});

it('the first of equal values is the largest', () => {
  expect(argMax(Float32Array.of(-3, -1, -1))).toBe(1);
});

it('never draws a word of probability 0, not even when rounding leaves a remainder', () => {
  const highest = { uniform: () => 1 - 2 ** -32 } as Random;
  // The probabilities sum to 0.9999: the last possible word takes the remainder, not the impossible one behind it.
  const row = Float32Array.of(Math.log(0.5), Math.log(0.4999), Number.NEGATIVE_INFINITY);
  for (const truncation of [
    { topK: 0, topP: 1 },
    { topK: 3, topP: 1 },
    { topK: 0, topP: 0.9999 },
  ])
    expect(draw(row, truncation, highest)).toBe(1);
});

it('words of equal probability are cut in the order of their ids', () => {
  const row = new Float32Array(4).fill(Math.log(0.25));
  const drawn = new Set(Array.from({ length: 200 }, (_, seed) => draw(row, { topK: 2, topP: 1 }, new Random(seed))));
  expect([...drawn].sort()).toEqual([0, 1]);
});
