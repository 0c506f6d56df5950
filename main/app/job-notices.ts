import { endedStates, type Job, type JobKindId } from '../../preload/contract/jobs.ts';

/** A desktop notification about a job. */
export interface JobNotice {
  readonly title: string;
  readonly body: string;
}

/** A person who waits less than this has not gone away meanwhile. */
const shortestMs = 60_000;
/** An end that is told later is found when a project opens: it was another day's. */
const lateMs = 60_000;

const between = (from: string, until: string | number): number =>
  (typeof until === 'number' ? until : Date.parse(until)) - Date.parse(from);

/**
 * Returns the notification for a job that has just finished or failed, or null: for one that goes on, was stopped by a
 * person, took less than a minute, or ended before this session; and while a window has the focus, which says it itself.
 */
export function noticeFor(job: Job, now: { readonly focused: boolean; readonly timeMs: number }): JobNotice | null {
  const { state, title, reason, startedAt, endedAt } = job;
  if (now.focused || (state !== 'finished' && state !== 'failed') || startedAt === null || endedAt === null)
    return null;
  if (between(startedAt, endedAt) < shortestMs || between(endedAt, now.timeMs) > lateMs) return null;
  return {
    title: state === 'failed' ? 'Job failed' : 'Job finished',
    body: reason === null ? title : `${title}\n${reason}`,
  };
}

/** Jobs of these kinds are over before anybody looks at a taskbar. */
const unseen: ReadonlySet<JobKindId> = new Set(['import-check']);

/**
 * Returns what the taskbar shows, as `BrowserWindow.setProgressBar` takes it: the share of the running jobs that is done, 2
 * (moving, without an end) while none of them knows, -1 (none) while nothing runs.
 */
export function taskbarProgress(jobs: Iterable<Job>): number {
  const running = [...jobs].filter(({ kind, state }) => state === 'running' && !unseen.has(kind));
  if (running.length === 0) return -1;
  const shares = running.flatMap(({ progress }) =>
    progress !== null && progress.total > 0 ? [Math.min(1, Math.max(0, progress.done / progress.total))] : [],
  );
  return shares.length === 0 ? 2 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Follows the jobs by their events: which go on, and which were told of already. */
export class JobWatch {
  readonly #active = new Map<string, Job>();
  readonly #told = new Set<string>();

  /** Takes an event in; returns what is to be told of it. */
  follow(job: Job, now: { readonly focused: boolean; readonly timeMs: number }): JobNotice | null {
    if (!endedStates.includes(job.state)) {
      this.#active.set(job.id, job);
      return null;
    }
    this.#active.delete(job.id);
    if (this.#told.has(job.id)) return null;
    this.#told.add(job.id);
    return noticeFor(job, now);
  }

  /** Nothing goes on: the engine ended, or the project closed. */
  forget(): void {
    this.#active.clear();
  }

  get progress(): number {
    return taskbarProgress(this.#active.values());
  }
}
