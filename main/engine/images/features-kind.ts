import { z } from 'zod';
import type { Job } from '../../../preload/contract/jobs.ts';
import { AppError } from '../../errors/app-error.ts';
import type { JobEnd, JobKind } from '../../jobs/job-kind.ts';
import { exitSentence, startJob } from '../../jobs/worker-job.ts';
import type { EngineContext } from '../door/engine-context.ts';
import { trainedSource, weightPlace } from '../models/model-sources.ts';
import { workerImages } from './worker-images.ts';

const inputSchema = z
  .object({ modelId: z.string(), split: z.string().nullable(), views: z.literal([1, 2, 8]) })
  .readonly();
export type FeaturesInput = z.infer<typeof inputSchema>;

/** A model's image features ahead of training or captioning with it. Those that are made stay, however the job ends. */
export function featuresKind(
  context: EngineContext,
  again: (input: FeaturesInput) => Job,
): JobKind<FeaturesInput, { readonly images: number }> {
  return {
    id: 'features',
    resource: 'device',
    concurrency: 1,
    canPause: true,
    scope: 'project',
    survives: true,
    endsBy: 'stop',
    input: inputSchema,
    async run(job): Promise<JobEnd<{ readonly images: number }>> {
      const { store } = job;
      const { modelId, split, views } = job.input;
      const source = trainedSource(context.options, store, modelId);
      const { found: images } = await workerImages(store, split);
      if (images.length === 0)
        throw new AppError(
          'bad_input',
          split === null ? 'The project has no image file to read.' : `No image of the split "${split}" is there.`,
        );
      const { startWorker, cacheDirectory } = context.options;
      job.signal.throwIfAborted();
      const work = { kind: 'features', ...weightPlace(source), cacheDirectory, images, views } as const;
      const running = startJob(startWorker, work, (event) => {
        if (event.type === 'progress') job.progress(event.stage, event.done, event.total, event.secondsLeft);
        if (event.type === 'paused') job.paused();
        if (event.type === 'resumed') job.resumed();
      });
      job.onControl((control) => {
        if (control === 'kill') running.port.kill();
        else running.port.send({ type: control === 'close' ? 'stop' : control });
      });
      const ending = await running.ended;
      if (ending.kind === 'done' && !ending.stopped) return { state: 'finished', result: { images: images.length } };
      if (job.ending === 'close') return { state: 'queued' };
      if (job.ending === 'stop') return { state: 'stopped', reason: 'The features that were computed are kept.' };
      if (ending.kind === 'failed') return { state: 'failed', reason: ending.message };
      const why = ending.kind === 'exited' ? exitSentence('process that computes features', ending) : 'It ended early.';
      return { state: 'failed', reason: `${why} The features that were computed are kept.` };
    },
    interrupted: () => 'Nadir ended before all features were computed. Those that were computed are kept.',
    retry: again,
  };
}
