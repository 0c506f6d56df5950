import { AppError } from '../errors/app-error.ts';
import { toWireError } from '../errors/wire-error.ts';
import type { JobChange } from '../store/job-repository.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { JobEnd, JobKind } from './job-kind.ts';

export const closingReason = 'Nadir was closed before it ended.';
const interruptedReason = 'Nadir ended while this job was running.';

/** What an end changes of a job's row. */
export function changeOf(end: JobEnd): JobChange {
  if (end.state === 'queued') return { state: 'queued', reason: null, startedAt: null };
  const output = end.state === 'finished' ? { output: end.output ?? null } : {};
  return { state: end.state, reason: end.reason ?? null, ...output, endedAt: new Date().toISOString() };
}

/** What the call that waits for a job is told, where it has no result. */
export function errorOf(end: JobEnd): AppError {
  if (end.state === 'failed') return new AppError('internal', end.reason);
  if (end.state === 'queued') return new AppError('cancelled', 'The project was closed. The job stays in its queue.');
  return new AppError('cancelled', 'Cancelled. Nothing was changed.');
}

/** Why a job that Nadir's end cut short has failed. What cannot be mended keeps nobody from the project. */
export function interruption(kind: JobKind, input: unknown, store: ProjectStore): string {
  try {
    return kind.interrupted?.(input, store) ?? interruptedReason;
  } catch (error) {
    return `${interruptedReason} ${toWireError(error).message}`;
  }
}
