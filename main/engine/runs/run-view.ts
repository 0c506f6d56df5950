import type { Run } from '../../../preload/contract/runs.ts';
import type { TrainingQueue } from '../../jobs/training-queue.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { RunRow } from '../../store/run-repository.ts';

/** A run as the contract shows it: the row, its checkpoints without their folders, and what it is doing. */
export function runView(store: ProjectStore, queue: TrainingQueue, row: RunRow): Run {
  const { queueOrder: _, ...run } = queue.current(row);
  return {
    ...run,
    progress: queue.progress(row.id),
    checkpoints: store.runs.checkpoints(row.id).map(({ directory: _directory, ...checkpoint }) => checkpoint),
  };
}
