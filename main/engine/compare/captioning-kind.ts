import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { toWireError } from '../../errors/wire-error.ts';
import type { JobEnd, JobKind, RunningJob } from '../../jobs/job-kind.ts';
import { throttled } from '../../jobs/throttle.ts';
import { exitSentence, type JobEnding, startJob } from '../../jobs/worker-job.ts';
import type { PredictionSetRow } from '../../store/prediction-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { EngineContext } from '../door/engine-context.ts';
import { type CaptionWork, captionWork } from './caption-split.ts';

const inputSchema = z
  .object({ setId: z.int(), modelId: z.string(), split: z.string(), strategy: z.enum(['greedy', 'beam']) })
  .readonly();
export type CaptioningInput = z.infer<typeof inputSchema>;

/** Interval between two reports of new captions. */
const tellEveryMs = 200;

/**
 * Captions of a split by a model or a baseline, one set at a time. A set that is begun again starts from nothing: half a
 * set of an older time would be captions of another dataset.
 */
export function captioningKind(
  context: EngineContext,
  hooks: {
    /** The set has more captions or another state. */
    readonly changed: (setId: number) => void;
    /** The set is taken away: its captioning was cancelled. */
    readonly cancelled: (setId: number) => void;
    readonly retry: NonNullable<JobKind<CaptioningInput, null>['retry']>;
  },
): JobKind<CaptioningInput, null> {
  return {
    id: 'captioning',
    resource: 'device',
    concurrency: 1,
    canPause: true,
    scope: 'project',
    survives: true,
    endsBy: 'cancel',
    input: inputSchema,
    async run(job) {
      const { store } = job;
      const { setId, strategy } = job.input;
      const set = store.predictions.get(setId);
      if (set?.jobId !== job.id) throw new AppError('unknown_id', 'These captions are no longer in the project.');
      const { work, facts } = await captionWork(store, context.options, set, strategy);
      job.signal.throwIfAborted();
      store.predictions.begin(setId, { ...set, ...facts });
      return caption(context, store, { job, set, work, changed: () => hooks.changed(setId) });
    },
    interrupted: () => 'Nadir ended before all images were captioned.',
    changed: ({ id, state }) => {
      const store = context.projectOrNull();
      const set = store?.predictions.list().find(({ jobId }) => jobId === id);
      if (!set) return;
      if (state === 'stopped') hooks.cancelled(set.id);
      else hooks.changed(set.id);
    },
    retry: hooks.retry,
  };
}

async function caption(
  context: EngineContext,
  store: ProjectStore,
  options: {
    readonly job: RunningJob<CaptioningInput>;
    readonly set: PredictionSetRow;
    readonly work: CaptionWork;
    readonly changed: () => void;
  },
): Promise<JobEnd<null>> {
  const { job, set, work, changed } = options;
  let failure: unknown;
  const tell = throttled(tellEveryMs, changed);
  const running = startJob(context.options.startWorker, work, (event) => {
    if (event.type === 'progress') job.progress(event.stage, event.done, event.total, event.secondsLeft);
    if (event.type === 'paused') job.paused();
    if (event.type === 'resumed') job.resumed();
    if (event.type !== 'captions' || failure !== undefined) return;
    try {
      store.predictions.add(set.id, event.captions);
      tell.call();
    } catch (error) {
      failure = error;
      running.port.kill();
    }
  });
  job.onControl((control) => {
    if (control === 'pause' || control === 'resume') running.port.send({ type: control });
    else running.port.kill(); // Nothing of it is kept, so nothing is waited for.
  });
  const ending = await running.ended;
  tell.flush();
  if (failure !== undefined)
    return { state: 'failed', reason: `The captions could not be stored: ${toWireError(failure).message}` };
  if (ending.kind !== 'done' && job.ending === 'close') return { state: 'queued' };
  if (ending.kind !== 'done' && job.ending === 'stop') return { state: 'stopped', reason: null };
  const reason = shortfallOf(ending, work, store.predictions.get(set.id)?.done ?? 0);
  return reason === null ? { state: 'finished', result: null } : { state: 'failed', reason };
}

/** Says why the set is incomplete; null when it is complete. */
function shortfallOf(ending: JobEnding, work: CaptionWork, done: number): string | null {
  if (ending.kind === 'failed') return ending.message;
  if (ending.kind === 'exited') return exitSentence('captioning process', ending);
  const total = work.images.length;
  if (ending.stopped) return `Captioning was stopped after ${done} of ${total} images.`;
  if (work.kind === 'caption' && done < total) return `The model captioned only ${done} of ${total} images.`;
  if (done === 0) return 'This baseline has no caption for any image: it needs train images with captions and classes.';
  return null;
}
