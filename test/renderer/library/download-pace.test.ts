import { expect, it } from 'vitest';
import { downloadPace } from '../../../renderer/features/library/download-pace.ts';

it('a pace is that of this try, without what an earlier one brought', () => {
  // 400 MB in 20 s are 20 MB a second; the 1,000 MB that are left take 50 s.
  const start = { atMs: 1_000, bytes: 600e6 };
  expect(downloadPace(start, 21_000, 1_000e6, 2_000e6)).toEqual({ bytesPerSecond: 20e6, secondsLeft: 50 });
});

it('says nothing before it is known: no first bytes, too short a time, nothing new', () => {
  expect(downloadPace(null, 9_000, 5, 10)).toBeNull();
  expect(downloadPace({ atMs: 8_000, bytes: 0 }, 9_000, 5, 10)).toBeNull();
  expect(downloadPace({ atMs: 0, bytes: 5 }, 9_000, 5, 10)).toBeNull();
});
