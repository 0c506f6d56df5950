import type { Job } from '../../../preload/contract/jobs.ts';

/** A job as the engine tells it; a training that has just begun unless said otherwise. */
export function playedJob(change: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    kind: 'training',
    title: 'Train "First try"',
    subject: { run: 'run-1', model: 'nadir-mini', split: null },
    state: 'running',
    progress: null,
    output: null,
    reason: null,
    createdAt: '2026-03-01T10:00:00.000Z',
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: null,
    actions: ['pause', 'stop'],
    ...change,
  };
}

export const ended = (change: Partial<Job> = {}): Job =>
  playedJob({ state: 'finished', endedAt: '2026-03-01T10:05:00.000Z', actions: [], ...change });
