import { expect, it } from 'vitest';
import { smooth, smoothingWeight } from '../../../renderer/features/train/smooth.ts';

it('the first value is itself and the second leans to the past, corrected for the start', () => {
  const [first, second] = smooth([2, 4], 0.5);
  expect(first).toBeCloseTo(2, 12);
  // average = 0.5·(0.5·2) + 0.5·4 = 2.5; correction 1 − 0.5² = 0.75; 2.5 ÷ 0.75 = 3.3333
  expect(second).toBeCloseTo(10 / 3, 12);
});

it('a constant stays that constant however strong the smoothing', () => {
  for (const value of smooth([7, 7, 7, 7], 0.98)) expect(value).toBeCloseTo(7, 10);
});

it('a gap stays a gap and does not pull the average', () => {
  expect(smooth([2, null, 4], 0.5)).toEqual([2, null, smooth([2, 4], 0.5)[1]]);
});

it('a short run is not smoothed and a long one never by more than 0.98', () => {
  expect(smoothingWeight(12)).toBe(0);
  expect(smoothingWeight(300)).toBeCloseTo(0.9, 12);
  expect(smoothingWeight(1_000_000)).toBe(0.98);
});
