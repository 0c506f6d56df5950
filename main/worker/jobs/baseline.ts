import type { WorkerImage, WorkerJob } from '../../jobs/worker-protocol.ts';
import { FeatureStore } from '../../models/features/feature-store.ts';
import { darknetTower, loadTower } from '../../models/tiny-darknet/tower.ts';
import { baselineCaptions, meanTokens } from '../../training/baselines.ts';
import { StopRequested } from '../../training/training-port.ts';
import type { JobControl, Send } from '../job-control.ts';
import { prepareFeatures } from './prepare-features.ts';

/** Captions images without a language model, from the train split's captions. */
export async function runBaselineJob(
  job: Extract<WorkerJob, { kind: 'baseline' }>,
  send: Send,
  control: JobControl,
): Promise<{ readonly stopped: boolean }> {
  const tower = loadTower();
  try {
    const store = new FeatureStore(job.cacheDirectory, darknetTower(tower));
    const needsFeatures = job.method !== 'class-oracle';
    if (needsFeatures) await prepareFeatures(store, [...job.train, ...job.images], send, control);
    const { channels } = store.shape;
    const captions = baselineCaptions({
      method: job.method,
      train: job.train,
      targets: job.images,
      features: (images) => meanFeatures(store, images, channels),
      channels,
    });
    const known = job.images.flatMap(({ id }, at) => {
      const caption = captions[at];
      return caption === null || caption === undefined ? [] : [{ imageId: id, caption }];
    });
    await send({ type: 'captions', captions: known });
    return { stopped: false };
  } catch (error) {
    if (error instanceof StopRequested) return { stopped: true };
    throw error;
  } finally {
    tower.dispose();
  }
}

/** One image at a time: the tokens of all images together would take gigabytes. */
function meanFeatures(store: FeatureStore, images: readonly WorkerImage[], channels: number): Float32Array {
  const rows = new Float32Array(images.length * channels);
  for (const [row, { id }] of images.entries()) rows.set(meanTokens(store.read([id], 0), 1, channels), row * channels);
  return rows;
}
