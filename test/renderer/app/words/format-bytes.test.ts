import { expect, it } from 'vitest';
import { formatBytes } from '../../../../renderer/app/words/format.ts';

it('counts in thousands and keeps one digit below ten', () => {
  expect(formatBytes(0)).toBe('0 B');
  expect(formatBytes(812_000)).toBe('812 kB');
  expect(formatBytes(1_440_000)).toBe('1.4 MB');
  expect(formatBytes(23_000_000_000)).toBe('23 GB');
});

it('never shows a thousand of a unit', () => {
  expect(formatBytes(999)).toBe('999 B');
  expect(formatBytes(999_600)).toBe('1.0 MB');
  expect(formatBytes(9_960_000)).toBe('10 MB');
});
