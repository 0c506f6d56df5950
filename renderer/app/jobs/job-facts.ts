import { endedStates, type Job, type JobKindId, type JobState, jobKindSchema } from '../../../preload/contract/jobs.ts';

export const hasEnded = ({ state }: Pick<Job, 'state'>): boolean => endedStates.includes(state);

/** Where a check is asked for, its answer is shown there: an ended one is no news to anybody else. */
export const isShown = (job: Job): boolean => job.kind !== 'import-check' || !hasEnded(job);

/** Share done in 0…1; null while nothing is known. */
export function jobShare({ progress }: Pick<Job, 'progress'>): number | null {
  if (progress === null || progress.total <= 0) return null;
  return Math.min(1, Math.max(0, progress.done / progress.total));
}

export interface JobGroups {
  /** What works now, or is paused or stopping, the longest at it first. */
  readonly running: readonly Job[];
  /** In the order of their turns. */
  readonly waiting: readonly Job[];
  /** Newest end first. */
  readonly ended: readonly Job[];
}

/** The jobs as the panel shows them. */
export function groupJobs(jobs: readonly Job[]): JobGroups {
  const shown = jobs.filter(isShown);
  const by = (time: (job: Job) => string) => (a: Job, b: Job) => time(a).localeCompare(time(b));
  return {
    running: shown
      .filter((job) => !hasEnded(job) && job.state !== 'queued')
      .toSorted(by(({ startedAt, createdAt }) => startedAt ?? createdAt)),
    waiting: shown.filter(({ state }) => state === 'queued').toSorted(by(({ createdAt }) => createdAt)),
    ended: shown.filter(hasEnded).toSorted((a, b) => by(({ endedAt, createdAt }) => endedAt ?? createdAt)(b, a)),
  };
}

const stateOrder: readonly JobState[] = ['running', 'stopping', 'paused', 'queued'];
const kindOrder: readonly JobKindId[] = jobKindSchema.options;

export interface StatusJob {
  readonly job: Job;
  /** How many other jobs run or wait. */
  readonly more: number;
}

/** The job that the status bar names: one that works before one that waits, a training run before anything else. */
export function statusJob(jobs: readonly Job[]): StatusJob | null {
  const active = jobs
    .filter((job) => !hasEnded(job))
    .toSorted(
      (a, b) =>
        stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) ||
        kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) ||
        a.createdAt.localeCompare(b.createdAt),
    );
  const [job] = active;
  return job === undefined ? null : { job, more: active.length - 1 };
}

/** Failed jobs that nobody has looked at. */
export function unseenFailures(jobs: readonly Job[], seen: readonly string[]): readonly Job[] {
  return jobs.filter((job) => job.state === 'failed' && isShown(job) && !seen.includes(job.id));
}
