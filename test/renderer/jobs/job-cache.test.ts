import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it } from 'vitest';
import type { PredictionSet } from '../../../preload/contract/compare.ts';
import type { Job } from '../../../preload/contract/jobs.ts';
import type { Run } from '../../../preload/contract/runs.ts';
import { forgetJobs, rememberJob, withJob } from '../../../renderer/app/jobs/job-cache.ts';
import { ended, playedJob } from './played-job.ts';

const run = (change: Partial<Run> = {}): Run => ({
  id: 'run-1',
  name: 'First try',
  preset: 'quick',
  modelId: 'nadir-mini',
  jobId: 'job-1',
  state: 'queued',
  reason: null,
  createdAt: '2026-03-01T10:00:00.000Z',
  finishedAt: null,
  trainImages: 1,
  valImages: 1,
  config: {},
  progress: null,
  device: null,
  checkpoints: [],
  ...change,
});
const set = (change: Partial<PredictionSet> = {}): PredictionSet => ({
  modelId: 'nadir-mini',
  split: 'val',
  state: 'running',
  reason: null,
  done: 3,
  total: 10,
  stale: false,
  decoding: 'greedy',
  jobId: 'job-1',
  progress: null,
  ...change,
});
const progress = { stage: 'Training', done: 1, total: 4, secondsLeft: 30 };
const captioning = { kind: 'captioning', subject: { run: null, model: 'nadir-mini', split: 'val' } } as const;

let queries: QueryClient;
beforeEach(() => {
  queries = new QueryClient();
});
const list = () => queries.getQueryData<readonly Job[]>(['jobs', 'list', {}]);
const isStale = (key: readonly unknown[]) => queries.getQueryState(key)?.isInvalidated;

it('a job takes its place in the list; a new one comes first', () => {
  queries.setQueryData(['jobs', 'list', {}], [playedJob({ id: 'a' }), playedJob({ id: 'b' })]);
  rememberJob(queries, playedJob({ id: 'b', state: 'paused' }));
  rememberJob(queries, playedJob({ id: 'c', state: 'queued' }));
  expect(list()?.map(({ id, state }) => [id, state])).toEqual([
    ['c', 'queued'],
    ['a', 'running'],
    ['b', 'paused'],
  ]);
});

it('a report that comes late does not bring an ended job back', () => {
  const jobs = [ended()];
  expect(withJob(jobs, playedJob({ progress }))).toBe(jobs);
});

it('a list that was not asked for yet is not made up of one job', () => {
  rememberJob(queries, playedJob());
  expect(list()).toBeUndefined();
});

it('a list on its way may lack what an event says meanwhile: it is asked for again', () => {
  let asked = 0;
  const queryFn = () => {
    asked += 1;
    return new Promise<readonly Job[]>(() => undefined);
  };
  queries.setQueryData(['jobs', 'list', {}], [playedJob()]);
  void queries.fetchQuery({ queryKey: ['jobs', 'list', {}], queryFn, staleTime: 0 });
  rememberJob(queries, playedJob({ progress }));
  expect(isStale(['jobs', 'list', {}])).toBe(false);
  rememberJob(queries, ended());
  expect(isStale(['jobs', 'list', {}])).toBe(true);
  expect(asked).toBe(1);
});

it('a training brings progress, state, reason and end to its run, in the list and alone, and to no other', () => {
  const other = run({ id: 'run-2', jobId: 'job-2' });
  queries.setQueryData(['runs', 'list', {}], [run(), other]);
  queries.setQueryData(['runs', 'get', { id: 'run-1' }], run());
  rememberJob(queries, playedJob({ progress }));
  expect(queries.getQueryData(['runs', 'get', { id: 'run-1' }])).toMatchObject({ state: 'running', progress });
  const failed = ended({ state: 'failed', reason: 'The disk is full.' });
  rememberJob(queries, failed);
  const [patched, same] = queries.getQueryData<readonly Run[]>(['runs', 'list', {}]) ?? [];
  expect(patched).toMatchObject({
    state: 'failed',
    reason: 'The disk is full.',
    progress: null,
    finishedAt: failed.endedAt,
  });
  expect(same).toBe(other);
});

it('a captioning brings its progress and its failure to its set; that it is finished, the set’s own event says', () => {
  const key = ['compare', 'sets', {}];
  queries.setQueryData(key, [set(), set({ split: 'test', jobId: 'job-2' })]);
  rememberJob(queries, playedJob({ ...captioning, progress }));
  expect(queries.getQueryData(key)).toMatchObject([{ progress, state: 'running', done: 3 }, { progress: null }]);
  rememberJob(queries, ended({ ...captioning }));
  expect(queries.getQueryData(key)).toMatchObject([{ state: 'running' }, {}]);
  expect(isStale(key)).toBe(true);
  rememberJob(queries, ended({ ...captioning, state: 'failed', reason: 'The worker ended.' }));
  expect(queries.getQueryData(key)).toMatchObject([{ state: 'failed', reason: 'The worker ended.' }, {}]);
});

it('the end of a download makes the models’ answers out of date, its progress does not', () => {
  queries.setQueryData(['models', 'list', {}], []);
  rememberJob(queries, playedJob({ kind: 'model-download', progress }));
  expect(isStale(['models', 'list', {}])).toBe(false);
  rememberJob(queries, ended({ kind: 'model-download' }));
  expect(isStale(['models', 'list', {}])).toBe(true);
});

it('dismissed jobs are gone from the list', () => {
  queries.setQueryData(['jobs', 'list', {}], [ended({ id: 'a' }), ended({ id: 'b' })]);
  forgetJobs(queries, ['a']);
  expect(list()?.map(({ id }) => id)).toEqual(['b']);
});
