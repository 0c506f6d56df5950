import { expect, it } from 'vitest';
import { smooth, smoothingRadius } from '../../../renderer/features/train/smooth.ts';

it('takes the mean of the neighbours twice, of what there is at the ends', () => {
  // once: (0+3)/2, (0+3+0)/3, (3+0)/2 = 1.5, 1, 1.5; twice: (1.5+1)/2, (1.5+1+1.5)/3, (1+1.5)/2
  const smoothed = smooth([0, 3, 0], 1);
  expect(smoothed[0]).toBeCloseTo(1.25, 12);
  expect(smoothed[1]).toBeCloseTo(4 / 3, 12);
  expect(smoothed[2]).toBeCloseTo(1.25, 12);
});

it('a straight line stays itself away from the ends: nothing trails', () => {
  const line = Array.from({ length: 50 }, (_, index) => 100 - 2 * index);
  const smoothed = smooth(line, 5);
  for (let index = 10; index < 40; index++) expect(smoothed[index]).toBeCloseTo(line[index] as number, 9);
});

it('a gap stays a gap and does not pull the mean', () => {
  expect(smooth([2, null, 2], 1)).toEqual([2, null, 2]);
});

it('few points are left as they are', () => {
  expect(smoothingRadius(59)).toBe(0);
  expect(smooth([1, 9, 1], 0)).toEqual([1, 9, 1]);
  expect(smoothingRadius(300)).toBe(5);
});
