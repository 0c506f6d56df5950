import type { JobProgress } from '../../../preload/contract/jobs.ts';
import { formatBytes } from '../../app/words/format.ts';
import { timeLeft } from '../../app/words/time-left.ts';

/**
 * Describes how far a download or an export is.
 *
 * @example transferWords({ done: 3.2e9, total: 16e9, secondsLeft: 1164, … }, '…') → "3.2 GB of 16 GB · 11 MB/s · about 19 min left"
 */
export function transferWords(progress: JobProgress | null, before: string): string {
  if (progress === null || progress.total === 0) return before;
  const { done, total, secondsLeft } = progress;
  const left = timeLeft(secondsLeft);
  return [
    `${formatBytes(done)} of ${formatBytes(total)}`,
    // The time left is the rest at the speed so far, so that it gives that speed.
    ...(secondsLeft !== null && secondsLeft > 0 ? [`${formatBytes((total - done) / secondsLeft)}/s`] : []),
    ...(left ? [left] : []),
  ].join(' · ');
}
