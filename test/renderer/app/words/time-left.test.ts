import { expect, it } from 'vitest';
import { duration, elapsed, timeLeft } from '../../../../renderer/app/words/time-left.ts';

it('an unknown time is not a zero', () => {
  expect(timeLeft(null)).toBeNull();
  expect(timeLeft(Number.POSITIVE_INFINITY)).toBeNull();
});

it('the words are as coarse as the estimate', () => {
  expect(timeLeft(42)).toBe('less than a minute left');
  expect(timeLeft(754)).toBe('about 13 min left'); // 12.57 min
  expect(timeLeft(5400)).toBe('about 1 h 30 min left');
});

it('59.7 s is a minute, 3,599 s an hour: no "60 s", no "60 min"', () => {
  expect(duration(59.7)).toBe('1 min');
  expect(duration(3599)).toBe('1 h');
  expect(duration(59.4)).toBe('59 s');
});

it('a run that still goes on has lasted until now', () => {
  const start = '2026-01-01T10:00:00.000Z';
  expect(elapsed(start, null, Date.parse('2026-01-01T10:07:00Z'))).toBe('7 min');
  expect(elapsed(start, '2026-01-01T12:05:00Z', 0)).toBe('2 h 5 min');
});
