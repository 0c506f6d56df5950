import { expect, it } from 'vitest';
import { advantages, equalGroupShare } from '../../main/training/advantages.ts';

it('leave-one-out compares each sample with the mean of the image’s others: 1, 2, 6 give −3, −1.5, 4.5', () => {
  const rewards = Float64Array.of(1, 2, 6, 5, 5, 8);
  expect([...advantages(rewards, 3, 'leave-one-out', null)]).toEqual([-3, -1.5, 4.5, -1.5, -1.5, 3]);
});

it('a group that earned the same has no advantage, and another group does not change that', () => {
  const [a, b, c] = advantages(Float64Array.of(0.1, 0.1, 0.1, 9, 1, 2), 3, 'leave-one-out', null);
  for (const value of [a, b, c]) expect(value).toBeCloseTo(0, 12);
});

it('the greedy baseline compares with the greedy caption of the same image', () => {
  const rewards = Float64Array.of(1, 2, 3, 4);
  expect([...advantages(rewards, 2, 'greedy', Float64Array.of(1.5, 10))]).toEqual([-0.5, 0.5, -7, -6]);
});

it('the greedy baseline without greedy rewards is refused', () => {
  expect(() => advantages(Float64Array.of(1), 1, 'greedy', null)).toThrow(RangeError);
});

it('one of two groups with equal rewards is a share of a half', () => {
  expect(equalGroupShare(Float64Array.of(2, 2, 2, 3), 2)).toBe(0.5);
  expect(equalGroupShare(Float64Array.of(1, 2, 2, 1), 2)).toBe(0);
  expect(equalGroupShare(Float64Array.of(0.3, 0.1 + 0.2), 2)).toBe(1);
  expect(equalGroupShare(new Float64Array(0), 2)).toBe(0);
});
