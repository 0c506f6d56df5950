import { AppError } from '../errors/app-error.ts';
import { toWireError } from '../errors/wire-error.ts';
import type { JobChange } from '../store/job-repository.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { JobEnd, JobKind } from './job-kind.ts';

export const closingReason = 'Nadir was closed before it ended.';
const interruptedReason = 'Nadir ended while this job was running.';

/** The changes to a job's row when it ends. */
export function changeOf(end: JobEnd): JobChange {
  if (end.state === 'queued') return { state: 'queued', reason: null, startedAt: null };
  const output = end.state === 'finished' ? { output: end.output ?? null } : {};
  return { state: end.state, reason: end.reason ?? null, ...output, endedAt: new Date().toISOString() };
}

/** The error for the call that waits for a job without a result. */
export function errorOf(end: JobEnd): AppError {
  if (end.state === 'failed') return new AppError('internal', end.reason);
  if (end.state === 'queued') return new AppError('cancelled', 'The project was closed. The job stays in its queue.');
  return new AppError('cancelled', 'Cancelled. Nothing was changed.');
}

/** The reason of a job that was cut short by the end of Nadir. A failing repair does not keep the project from opening. */
export function interruption(kind: JobKind, input: unknown, store: ProjectStore): string {
  try {
    return kind.interrupted?.(input, store) ?? interruptedReason;
  } catch (error) {
    return `${interruptedReason} ${toWireError(error).message}`;
  }
}
