import { endedStates, type Job, type JobProgress } from '../../preload/contract/jobs.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

interface FollowOptions {
  readonly jobId: string;
  /** The text after the bar; by default the time left. */
  readonly note?: (progress: JobProgress) => string;
  /** Called at the first Ctrl-C, before the job is asked to end. */
  readonly interrupted?: () => void;
}

let lastJob = 0;

/** An id for a job of this command. */
export function newJobId(): string {
  lastJob += 1;
  return `cli-${process.pid}-${Date.now().toString(36)}-${lastJob}`;
}

/**
 * Shows a job's progress while `work` goes on; Ctrl-C asks the job to end, as the Jobs panel does, wherever its engine is.
 * Returns what `work` returns, and whether a person interrupted it.
 */
export async function followJob<T>(
  session: Session,
  terminal: Terminal,
  { jobId, note = timeNote, interrupted }: FollowOptions,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly interrupted: boolean }> {
  let wasInterrupted = false;
  let toldWaiting = false;
  const show = (job: Job): void => {
    if (job.id !== jobId) return;
    if (job.progress) terminal.progress(job.progress.stage, job.progress.done, job.progress.total, note(job.progress));
    else if (job.state === 'queued' && !toldWaiting) {
      toldWaiting = true;
      void tellWaiting(session, terminal, job);
    }
  };
  const unfollow = session.on('job', show);
  // It may have begun before anybody listened; one that is yet to be queued is not known.
  session.api.jobs.get({ id: jobId }).then(show, () => undefined);
  const stop = (): void => {
    if (!wasInterrupted) interrupted?.();
    wasInterrupted = true;
    session.api.jobs.stop({ id: jobId }).catch((error: Error) => terminal.message(error.message));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return { result: await work(), interrupted: wasInterrupted };
  } finally {
    unfollow();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** Most jobs start at once: one that is still queued a moment later waits for others, which is worth a line. */
async function tellWaiting(session: Session, terminal: Terminal, { id, title }: Job): Promise<void> {
  // Nothing that a command waits for: one that is done meanwhile ends at once.
  await new Promise((resolve) => setTimeout(resolve, 500).unref());
  const jobs = await session.api.jobs.list({}).catch(() => []);
  if (jobs.find((job) => job.id === id)?.state !== 'queued') return;
  const running = jobs.filter(({ state }) => ['running', 'paused', 'stopping'].includes(state)).map((job) => job.title);
  terminal.message(`${title} is queued${running.length > 0 ? ` behind: ${running.join(', ')}` : ''}.`);
}

/** Resolves with the job when it has ended, however it did. */
export function untilEnded(session: Session, jobId: string): Promise<Job> {
  return new Promise((resolve, reject) => {
    const look = (job: Job): void => {
      if (job.id !== jobId || !endedStates.includes(job.state)) return;
      unfollow();
      resolve(job);
    };
    const unfollow = session.on('job', look);
    session.api.jobs.get({ id: jobId }).then(look, (error) => {
      unfollow();
      reject(error);
    });
  });
}

/** "3 min left", "under a minute left", nothing while it is unknown. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 60 ? 'under a minute left' : `${Math.ceil(seconds / 60)} min left`;
}

const timeNote = ({ secondsLeft }: JobProgress): string => timeLeft(secondsLeft);
