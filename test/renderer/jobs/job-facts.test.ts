import { expect, it } from 'vitest';
import { groupJobs, jobShare, statusJob, unseenFailures } from '../../../renderer/app/jobs/job-facts.ts';
import { ended, playedJob } from './played-job.ts';

const ids = (jobs: readonly { readonly id: string }[]) => jobs.map(({ id }) => id);
const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;

it('the panel groups by what happens now: the longest at work first, waiting ones by their turn, ended ones newest first', () => {
  const groups = groupJobs([
    playedJob({ id: 'later', startedAt: at(9) }),
    playedJob({ id: 'second', state: 'queued', startedAt: null, createdAt: at(8) }),
    playedJob({ id: 'resting', state: 'paused', startedAt: at(3) }),
    playedJob({ id: 'ending', state: 'stopping', startedAt: at(5) }),
    playedJob({ id: 'first', state: 'queued', startedAt: null, createdAt: at(2) }),
    ended({ id: 'old', endedAt: at(10) }),
    ended({ id: 'new', state: 'failed', endedAt: at(30) }),
  ]);
  expect(ids(groups.running)).toEqual(['resting', 'ending', 'later']);
  expect(ids(groups.waiting)).toEqual(['first', 'second']);
  expect(ids(groups.ended)).toEqual(['new', 'old']);
});

it('a check of an import is shown while it runs and gone when it has ended: the import dialog has its answer', () => {
  const check = { id: 'check', kind: 'import-check' } as const;
  expect(ids(groupJobs([playedJob(check)]).running)).toEqual(['check']);
  expect(groupJobs([ended(check), ended({ ...check, state: 'failed' })]).ended).toEqual([]);
});

it('the status bar names a working job before a resting one, and training before the rest', () => {
  const captioning = playedJob({ id: 'captioning', kind: 'captioning' });
  const training = playedJob({ id: 'training', createdAt: at(9) });
  const paused = playedJob({ id: 'paused', state: 'paused' });
  const queued = playedJob({ id: 'queued', state: 'queued' });
  const shown = (jobs: Parameters<typeof statusJob>[0]) => {
    const found = statusJob(jobs);
    return found && [found.job.id, found.more];
  };
  expect(shown([queued, paused, captioning, training])).toEqual(['training', 3]);
  expect(shown([queued, paused, captioning])).toEqual(['captioning', 2]);
  expect(shown([queued, paused])).toEqual(['paused', 1]);
  expect(shown([ended()])).toBeNull();
  expect(shown([])).toBeNull();
});

it('of two alike the older one is named, so that the line does not jump', () => {
  const older = playedJob({ id: 'older', kind: 'export', createdAt: at(1) });
  const younger = playedJob({ id: 'younger', kind: 'export', createdAt: at(2) });
  expect(statusJob([younger, older])?.job.id).toBe('older');
});

it('failed jobs count until they were looked at; others never do', () => {
  const failed = ended({ id: 'failed', state: 'failed' });
  const jobs = [failed, ended({ id: 'stopped', state: 'stopped' }), playedJob({ id: 'running' })];
  expect(ids(unseenFailures(jobs, []))).toEqual(['failed']);
  expect(unseenFailures(jobs, ['failed'])).toEqual([]);
});

it('the share is between nothing and all, and absent while the total is', () => {
  const share = (done: number, total: number) =>
    jobShare({ progress: { stage: 'Training', done, total, secondsLeft: null } });
  expect([share(1, 4), share(5, 4), share(-1, 4), share(3, 0)]).toEqual([0.25, 1, 0, null]);
  expect(jobShare({ progress: null })).toBeNull();
});
