import { z } from 'zod';
import type { Job } from '../../../preload/contract/jobs.ts';
import { AppError } from '../../errors/app-error.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { EngineContext } from '../door/engine-context.ts';
import { trainingWork } from './start-run.ts';
import { interruptedReason, keptSentence, type TrainingListener, train } from './training-work.ts';
import { unwatchedCheckpoints } from './unwatched-checkpoints.ts';

const inputSchema = z.object({ runId: z.string() }).readonly();
export type TrainingInput = z.infer<typeof inputSchema>;

/** Training runs, one at a time. */
export function trainingKind(
  context: EngineContext,
  hooks: {
    readonly listener: TrainingListener;
    /** Makes a run like another and queues it. */
    readonly again: (runId: string) => Promise<Job>;
  },
): JobKind<TrainingInput, null> {
  return {
    id: 'training',
    resource: 'device',
    concurrency: 1,
    canPause: true,
    scope: 'project',
    survives: true,
    endsBy: 'stop',
    input: inputSchema,
    async run(job) {
      const { store } = job;
      const { runId } = job.input;
      const run = store.runs.get(runId);
      if (!run) throw new AppError('unknown_id', `The run ${runId} is no longer in the project.`);
      const runDirectory = store.runDirectory(runId);
      const { startWorker } = context.options;
      const { listener } = hooks;
      return train(startWorker, trainingWork(store, context.options, run), {
        job,
        runId,
        runs: store.runs,
        runDirectory,
        listener,
      });
    },
    interrupted: ({ runId }, store) => {
      takeInCheckpoints(store, runId);
      return `${interruptedReason} ${keptSentence(store.runs.checkpoints(runId))}`;
    },
    changed: ({ subject }) => {
      if (subject.run !== null) hooks.listener.run(subject.run);
    },
    retry: ({ runId }) => hooks.again(runId),
  };
}

/** Takes in the checkpoints that a run's worker saved while nobody noted them. Returns how many. */
function takeInCheckpoints(store: ProjectStore, runId: string): number {
  const found = unwatchedCheckpoints(store.runDirectory(runId), store.runs.checkpoints(runId));
  for (const checkpoint of found) store.runs.addCheckpoint(runId, checkpoint);
  return found.length;
}

/**
 * Looks again at runs that an earlier opening found interrupted: their worker may still have been saving then.
 */
export function lookForLateCheckpoints(store: ProjectStore): void {
  for (const { id, jobId, state, reason } of store.runs.list()) {
    if (state !== 'failed' || !reason?.startsWith(interruptedReason) || takeInCheckpoints(store, id) === 0) continue;
    store.jobs.update(jobId, { reason: `${interruptedReason} ${keptSentence(store.runs.checkpoints(id))}` });
  }
}
