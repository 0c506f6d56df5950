import type { QueryClient } from '@tanstack/react-query';
import type { PredictionSet } from '../../../preload/contract/compare.ts';
import type { Job } from '../../../preload/contract/jobs.ts';
import type { Run } from '../../../preload/contract/runs.ts';
import { hasEnded } from './job-facts.ts';

type Jobs = readonly Job[];
const listKey = ['jobs', 'list', {}];

/** The list with this job in its place, or in front of the others. A late report does not bring an ended job back. */
export function withJob(jobs: Jobs, job: Job): Jobs {
  const known = jobs.find(({ id }) => id === job.id);
  if (!known) return [job, ...jobs];
  if (hasEnded(known) && !hasEnded(job)) return jobs;
  return jobs.map((one) => (one.id === job.id ? job : one));
}

/** A run as its job tells it. */
export function runOfJob(run: Run, job: Job): Run {
  if (run.jobId !== job.id) return run;
  const { state, reason, progress, endedAt: finishedAt } = job;
  return { ...run, state, reason, progress, finishedAt };
}

/** A prediction set as its job tells it. That it is finished, its own event says, which counts its captions. */
export function setOfJob(set: PredictionSet, job: Job): PredictionSet {
  if (set.jobId !== job.id || set.state === 'finished') return set;
  if (job.state === 'failed') return { ...set, state: 'failed', reason: job.reason, progress: null };
  return { ...set, progress: job.progress };
}

/** Brings the cached answers to what a job told of itself. */
export function rememberJob(queries: QueryClient, job: Job): void {
  const before = queries.getQueryState<Jobs>(listKey);
  const known = before?.data?.find(({ id }) => id === job.id);
  queries.setQueryData(listKey, (jobs: Jobs | undefined) => jobs && withJob(jobs, job));
  // An answer on its way may have been made before this.
  if (before?.fetchStatus === 'fetching' && known?.state !== job.state)
    void queries.invalidateQueries({ queryKey: listKey });
  if (job.kind === 'training') {
    queries.setQueryData(['runs', 'list', {}], (runs: readonly Run[] | undefined) =>
      runs?.some(({ jobId }) => jobId === job.id) ? runs.map((run) => runOfJob(run, job)) : runs,
    );
    if (job.subject.run !== null)
      queries.setQueryData(
        ['runs', 'get', { id: job.subject.run }],
        (run: Run | undefined) => run && runOfJob(run, job),
      );
  }
  if (job.kind === 'captioning')
    queries.setQueryData(['compare', 'sets', {}], (sets: readonly PredictionSet[] | undefined) =>
      sets?.map((set) => setOfJob(set, job)),
    );
  if (hasEnded(job)) for (const queryKey of changedBy(job)) void queries.invalidateQueries({ queryKey });
}

/** Takes jobs off the list. */
export function forgetJobs(queries: QueryClient, ids: readonly string[]): void {
  queries.setQueryData(listKey, (jobs: Jobs | undefined) => jobs?.filter(({ id }) => !ids.includes(id)));
}

/** Answers that the end of a job makes out of date, as far as no other event says so. */
function changedBy({ kind }: Job): readonly (readonly string[])[] {
  switch (kind) {
    case 'captioning':
      return [['compare', 'sets']];
    case 'import':
      return [['images'], ['project', 'info']];
    case 'model-download':
      return [['models'], ['compare', 'models']];
    case 'features':
      return [
        ['runs', 'preflight'],
        ['settings', 'storage'],
      ];
    default:
      return [];
  }
}
