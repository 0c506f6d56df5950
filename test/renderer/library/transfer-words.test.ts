import { expect, it } from 'vitest';
import { transferWords } from '../../../renderer/features/library/transfer-words.ts';

it('a transfer says how much is there, how fast it comes and how long the rest takes', () => {
  // 1,000 MB are left; at 20 MB a second they take 50 s.
  const progress = { stage: '', done: 1_000e6, total: 2_000e6, secondsLeft: 50 };
  expect(transferWords(progress, '…')).toBe('1.0 GB of 2.0 GB · 20 MB/s · less than a minute left');
});

it('says nothing before it is known: no report, no total, no time left', () => {
  expect(transferWords(null, 'Asking the hub…')).toBe('Asking the hub…');
  const progress = { stage: '', done: 0, total: 0, secondsLeft: null };
  expect(transferWords(progress, 'Asking the hub…')).toBe('Asking the hub…');
  expect(transferWords({ ...progress, done: 5e6, total: 10e6 }, '…')).toBe('5.0 MB of 10 MB');
  expect(transferWords({ ...progress, done: 10e6, total: 10e6, secondsLeft: 0 }, '…')).toBe(
    '10 MB of 10 MB · less than a minute left',
  );
});
