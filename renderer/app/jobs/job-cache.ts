import type { PredictionSet } from '../../../preload/contract/compare.ts';
import { endedStates, type Job } from '../../../preload/contract/jobs.ts';
import type { Run } from '../../../preload/contract/runs.ts';

/** The list with this job as it is now; one that was not in it comes first, for the list has the newest first. */
export function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const isKnown = jobs.some(({ id }) => id === job.id);
  return isKnown ? jobs.map((one) => (one.id === job.id ? job : one)) : [job, ...jobs];
}

/** A run shows its job's state, reason, end and progress. */
export function patchRun(run: Run, job: Job): Run {
  const { state, reason, progress, endedAt: finishedAt } = job;
  return run.jobId === job.id ? { ...run, state, reason, progress, finishedAt } : run;
}

/** The same list where the job is of none of its runs, so that nothing is drawn anew. */
export function patchRuns(runs: readonly Run[], job: Job): readonly Run[] {
  return runs.some(({ jobId }) => jobId === job.id) ? runs.map((run) => patchRun(run, job)) : runs;
}

/**
 * Progress of captioning. How it ended is told by its `predictions` event, which knows how many captions are there.
 */
export function patchSets(sets: readonly PredictionSet[], job: Job): readonly PredictionSet[] {
  const isOf = (set: PredictionSet) => set.jobId === job.id && set.state === 'running';
  if (endedStates.includes(job.state) || !sets.some(isOf)) return sets;
  return sets.map((set) => (isOf(set) ? { ...set, progress: job.progress } : set));
}
