import type { WorkerJob } from '../../jobs/worker-protocol.ts';
import { FeatureStore } from '../../models/features/feature-store.ts';
import { markTower } from '../../models/library/tower-mark.ts';
import { openModel } from '../../models/open-model.ts';
import { StopRequested } from '../../training/training-port.ts';
import type { JobControl, Send } from '../job-control.ts';
import { prepareFeatures } from './prepare-features.ts';

/** Computes the features of images ahead of the job that will read them. */
export async function runFeaturesJob(
  job: Extract<WorkerJob, { kind: 'features' }>,
  send: Send,
  control: JobControl,
): Promise<{ readonly stopped: boolean }> {
  const { modelDirectory: directory, weights, fineTuned } = job;
  const place = { directory, weights, fineTuned };
  const opened = openModel(place);
  try {
    const store = new FeatureStore(job.cacheDirectory, opened.tower);
    markTower(job.cacheDirectory, place, opened.tower.id);
    await prepareFeatures(store, job.images, send, control, job.views);
    return { stopped: false };
  } catch (error) {
    if (error instanceof StopRequested) return { stopped: true };
    throw error;
  } finally {
    opened.dispose();
  }
}
