import { endedStates, type Job, type JobAction, type JobState } from '../../preload/contract/jobs.ts';
import type { JobRow } from '../store/job-repository.ts';
import type { JobKind } from './job-kind.ts';

/** A job as it is stored, or as it would be. */
export type ShownRow = Omit<JobRow, 'queueOrder'>;

/** A job as the contract shows it. */
export function viewOf(
  { input: _, ...row }: ShownRow & { queueOrder?: number },
  progress: Job['progress'],
  actions: readonly JobAction[],
): Job {
  const { queueOrder: _order, ...job } = row;
  return { ...job, progress, actions };
}

/** The actions that a job of this kind offers in this state. */
export function actionsOf(kind: JobKind | undefined, state: JobState): readonly JobAction[] {
  if (!kind || state === 'finished') return [];
  if (endedStates.includes(state)) return kind.retry ? ['retry'] : [];
  if (kind.canPause && state === 'running') return ['pause', kind.endsBy];
  if (kind.canPause && state === 'paused') return ['resume', kind.endsBy];
  return [kind.endsBy];
}
