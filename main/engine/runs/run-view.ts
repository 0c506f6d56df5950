import type { Run } from '../../../preload/contract/runs.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { RunRow } from '../../store/run-repository.ts';

/** A run as the contract shows it: the row with its job as it is now, and its checkpoints without their folders. */
export function runView(store: ProjectStore, queue: JobQueue, row: RunRow): Run {
  const { queueOrder: _, ...run } = row;
  const job = queue.find(row.jobId);
  return {
    ...run,
    ...(job ? { state: job.state, reason: job.reason, finishedAt: job.endedAt } : {}),
    progress: job?.progress ?? null,
    checkpoints: store.runs.checkpoints(row.id).map(({ directory: _directory, ...checkpoint }) => checkpoint),
  };
}
