import type { FeatureStore, ImageFile } from '../../models/features/feature-store.ts';
import type { ViewCount } from '../../models/features/views.ts';
import type { JobControl, Send } from '../job-control.ts';

/** Computes the features that are not cached yet, in `views` views of each image, and tells how far it is. */
export async function prepareFeatures(
  store: FeatureStore,
  images: readonly ImageFile[],
  send: Send,
  control: JobControl,
  views: ViewCount = 1,
): Promise<void> {
  const startedMs = performance.now();
  let first = 0;
  await store.prepare(images, views, async (done, total) => {
    first ||= done;
    const each = (performance.now() - startedMs) / (done - first + 1);
    const secondsLeft = Math.round((each * (total - done)) / 1000);
    await send({ type: 'progress', stage: 'Preparing images', done, total, secondsLeft });
    await control.turn();
  });
}
