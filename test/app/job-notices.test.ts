import { expect, it } from 'vitest';
import { JobWatch, noticeFor, taskbarProgress } from '../../main/app/job-notices.ts';
import type { Job } from '../../preload/contract/jobs.ts';
import { ended, playedJob } from '../renderer/jobs/played-job.ts';

/** The job of five minutes has just ended, and nobody looks. */
const away = { focused: false, timeMs: Date.parse('2026-03-01T10:05:00.500Z') };

it('a job of minutes that finishes or fails while nobody looks is told, with the reason', () => {
  expect(noticeFor(ended(), away)).toEqual({ title: 'Job finished', body: 'Train "First try"' });
  expect(noticeFor(ended({ state: 'failed', reason: 'The disk is full.' }), away)).toEqual({
    title: 'Job failed',
    body: 'Train "First try"\nThe disk is full.',
  });
});

it('nothing is told to somebody who looks, of a job that goes on, nor of one that a person stopped', () => {
  expect(noticeFor(ended(), { ...away, focused: true })).toBeNull();
  expect(noticeFor(playedJob(), away)).toBeNull();
  expect(noticeFor(ended({ state: 'stopped' }), away)).toBeNull();
});

it('nothing is told of a job of less than a minute, one that never ran, or one of another day', () => {
  const at = (seconds: number) => new Date(away.timeMs - 500 - seconds * 1000).toISOString();
  expect(noticeFor(ended({ startedAt: at(59) }), away)).toBeNull();
  expect(noticeFor(ended({ startedAt: at(60) }), away)).not.toBeNull();
  expect(noticeFor(ended({ startedAt: null }), away)).toBeNull();
  expect(noticeFor(ended(), { ...away, timeMs: away.timeMs + 86_400_000 })).toBeNull();
});

it('an end is told once, however often it is reported', () => {
  const watch = new JobWatch();
  watch.follow(playedJob(), away);
  expect(watch.follow(ended(), away)).not.toBeNull();
  expect(watch.follow(ended(), away)).toBeNull();
});

it('the taskbar shows the mean of what runs, moves while nothing is known, and is empty otherwise', () => {
  const running = (done: number, total: number, change: Partial<Job> = {}) =>
    playedJob({ progress: { stage: '', done, total, secondsLeft: null }, ...change });
  expect(taskbarProgress([running(1, 4), running(3, 4), playedJob()])).toBe(0.5);
  expect(taskbarProgress([playedJob()])).toBe(2);
  expect(taskbarProgress([running(1, 4, { state: 'paused' }), running(1, 4, { state: 'queued' })])).toBe(-1);
  expect(taskbarProgress([running(1, 4, { kind: 'import-check' })])).toBe(-1);
});

it('a watch forgets what ended, and all of it when the engine goes', () => {
  const watch = new JobWatch();
  watch.follow(playedJob({ id: 'a' }), away);
  watch.follow(playedJob({ id: 'b' }), away);
  watch.follow(ended({ id: 'a' }), away);
  expect(watch.progress).toBe(2);
  watch.forget();
  expect(watch.progress).toBe(-1);
});
