import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it } from 'vitest';
import type { Job } from '../../../preload/contract/jobs.ts';
import { askOfJob, dismissJobs } from '../../../renderer/app/jobs/job-actions.ts';
import { ended, playedJob } from './played-job.ts';

const key = ['jobs', 'list', {}];
let queries: QueryClient;
let asked: string[];
beforeEach(() => {
  queries = new QueryClient();
  asked = [];
});
const states = () => queries.getQueryData<readonly Job[]>(key)?.map(({ id, state }) => `${id} ${state}`);

/** An engine that does what it is asked at once. */
const answer =
  <T>(name: string, make: (id: string) => T) =>
  async ({ id }: { id: string }) => {
    asked.push(`${name} ${id}`);
    return make(id);
  };
const api = {
  pause: answer('pause', (id) => playedJob({ id, state: 'paused', actions: ['resume', 'stop'] })),
  resume: answer('resume', (id) => playedJob({ id })),
  stop: answer('stop', () => null),
  retry: answer('retry', () => playedJob({ id: 'again', state: 'queued', startedAt: null })),
  dismiss: answer('dismiss', () => null),
};

it('a pause and a resumption show at once, without waiting for the event', async () => {
  queries.setQueryData(key, [playedJob()]);
  await askOfJob(api, queries, { id: 'job-1' }, 'pause');
  expect(states()).toEqual(['job-1 paused']);
  await askOfJob(api, queries, { id: 'job-1' }, 'resume');
  expect(states()).toEqual(['job-1 running']);
});

it('stop and cancel ask the same; the job stays as it is until the engine tells its end', async () => {
  queries.setQueryData(key, [playedJob()]);
  await askOfJob(api, queries, { id: 'job-1' }, 'stop');
  await askOfJob(api, queries, { id: 'job-1' }, 'cancel');
  expect(asked).toEqual(['stop job-1', 'stop job-1']);
  expect(states()).toEqual(['job-1 running']);
});

it('a retried job takes the place of the one that it repeats', async () => {
  queries.setQueryData(key, [ended({ state: 'failed', actions: ['retry'] })]);
  await askOfJob(api, queries, { id: 'job-1' }, 'retry');
  expect(states()).toEqual(['again queued']);
});

it('a refusal reaches whoever asked, and nothing of the list changes', async () => {
  queries.setQueryData(key, [ended()]);
  const refusing = { ...api, pause: () => Promise.reject({ code: 'conflict', message: 'It is finished.' }) };
  await expect(askOfJob(refusing, queries, { id: 'job-1' }, 'pause')).rejects.toMatchObject({ code: 'conflict' });
  expect(states()).toEqual(['job-1 finished']);
});

it('clearing dismisses each ended job; what could not be dismissed stays on the list', async () => {
  queries.setQueryData(key, [ended({ id: 'a' }), ended({ id: 'b' }), playedJob({ id: 'c' })]);
  await dismissJobs(api, queries, ['a']);
  expect(asked).toEqual(['dismiss a']);
  const failing = { ...api, dismiss: () => Promise.reject({ code: 'disk_full', message: 'The disk is full.' }) };
  await expect(dismissJobs(failing, queries, ['b'])).rejects.toMatchObject({ code: 'disk_full' });
  expect(states()).toEqual(['b finished', 'c running']);
});
