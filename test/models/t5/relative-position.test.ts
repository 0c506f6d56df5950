import { expect, it } from 'vitest';
import { relativeBucket } from '../../../main/models/t5/relative-position.ts';

const bucketsOf = (distances: readonly number[], memoryWidth: number | null, buckets = 32, maxDistance = 128) =>
  distances.map((distance) => relativeBucket(distance, { buckets, maxDistance, memoryWidth }));

// Worked by hand from Raffel et al. 2020, section 2.1, as the published code counts.

it('a decoder gives 16 distances a bucket each, then begins a bucket at 16 · 8^(k/16): 18.2, 20.7, 23.6 … 112.4', () => {
  expect(bucketsOf([0, -1, -15, -16, -18], 8)).toEqual([0, 1, 15, 16, 16]);
  expect(bucketsOf([-19, -20, -21, -23, -24], 8)).toEqual([17, 17, 18, 18, 19]);
  // 16 · 8^(8/16) = 45.25; 16 · 8^(15/16) = 112.4.
  expect(bucketsOf([-45, -46, -112, -113], 8)).toEqual([23, 24, 30, 31]);
  expect(bucketsOf([-127, -128, -129, -5000], 8)).toEqual([31, 31, 31, 31]);
});

it('a decoder sees nothing to the right: there all distances are 0', () => {
  expect(bucketsOf([1, 7, 500], 8)).toEqual([0, 0, 0]);
});

it('an encoder has 16 for each side: 8 single ones, then buckets from 8 · 16^(k/8): 11.3, 16, 22.6, 32 … 90.5', () => {
  const distances = [0, 1, 7, 8, 11, 12, 15, 22, 23, 45, 46, 90, 91, 128, 4000];
  const expected = [0, 1, 7, 8, 8, 9, 9, 10, 11, 12, 13, 14, 15, 15, 15];
  expect(
    bucketsOf(
      distances.map((distance) => -distance),
      null,
    ),
  ).toEqual(expected);
  // To the right the same with 16 added; 0 itself belongs to the left.
  expect(bucketsOf(distances.slice(1), null)).toEqual(expected.slice(1).map((bucket) => bucket + 16));
});

it('of 15 buckets an encoder has 7 for each side, 3 of them single: the odd one is left over', () => {
  // Up to distance 33, from 3 · 11^(k/4): 5.5, 9.9, 18.1.
  expect(bucketsOf([-2, -3, -5, -6, -9, -10, -18, -19, -500], null, 15, 33)).toEqual([2, 3, 3, 4, 4, 5, 5, 6, 6]);
  expect(bucketsOf([1, 2, 3, 500], null, 15, 33)).toEqual([8, 9, 10, 13]);
});

it('distances that fall exactly onto a boundary begin its bucket', () => {
  // 8 · 16^(2/8) = 16, 8 · 16^(4/8) = 32, 8 · 16^(6/8) = 64.
  expect(bucketsOf([-16, -32, -64], null)).toEqual([10, 12, 14]);
});

it("nadir-mini's 32 buckets up to 64 begin at 16 · 4^(k/16): 17.4, 19.0, 20.7 … 32 … 58.7", () => {
  expect(bucketsOf([-16, -17, -18, -19, -20, -21], 8, 32, 64)).toEqual([16, 16, 17, 17, 18, 19]);
  expect(bucketsOf([-31, -32, -58, -59, -64], 8, 32, 64)).toEqual([23, 24, 30, 31, 31]);
});
