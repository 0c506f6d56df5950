import { captionImages } from '../../generation/caption-images.ts';
import { sentence } from '../../generation/sentence.ts';
import type { WorkerJob } from '../../jobs/worker-protocol.ts';
import { FeatureStore } from '../../models/features/feature-store.ts';
import { markTower } from '../../models/library/tower-mark.ts';
import { captioningWorkload } from '../../models/memory-estimate.ts';
import { openModel } from '../../models/open-model.ts';
import { StopRequested } from '../../training/training-port.ts';
import type { JobControl, Send } from '../job-control.ts';
import { prepareFeatures } from './prepare-features.ts';

/** Captions images with a model; the captions come batch by batch. */
export async function runCaptionJob(
  job: Extract<WorkerJob, { kind: 'caption' }>,
  send: Send,
  control: JobControl,
): Promise<{ readonly stopped: boolean }> {
  const { modelDirectory: directory, weights, fineTuned } = job;
  const place = { directory, weights, fineTuned };
  const opened = openModel(place);
  const model = opened.captioner;
  const fewer = opened.family === 'nadir-mini' ? {} : { imagesAtOnce: captioningWorkload.imagesAtOnce };
  try {
    const store = new FeatureStore(job.cacheDirectory, opened.tower);
    markTower(job.cacheDirectory, place, opened.tower.id);
    await prepareFeatures(store, job.images, send, control);
    const ids = job.images.map(({ id }) => id);
    const startedMs = performance.now();
    await captionImages(model, store, ids, { ...job.decoding, ...fewer }, async (sequences, from) => {
      const captions = sequences.map(({ tokens }, at) => ({
        imageId: ids[from + at]!,
        caption: sentence(model.words(tokens)),
      }));
      await send({ type: 'captions', captions });
      const done = from + sequences.length;
      const secondsLeft = Math.round((((performance.now() - startedMs) / done) * (ids.length - done)) / 1000);
      await send({ type: 'progress', stage: 'Writing captions', done, total: ids.length, secondsLeft });
      await control.turn();
    });
    return { stopped: false };
  } catch (error) {
    if (error instanceof StopRequested) return { stopped: true };
    throw error;
  } finally {
    opened.dispose();
  }
}
