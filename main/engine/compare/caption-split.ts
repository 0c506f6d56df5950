import { AppError } from '../../errors/app-error.ts';
import type { CaptionQueue } from '../../jobs/caption-queue.ts';
import { type Decoding, decodingSchema, type WorkerImage, type WorkerJob } from '../../jobs/worker-protocol.ts';
import type { PredictionSetRow } from '../../store/prediction-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { presetById } from '../../training/config/presets.ts';
import { allWorkerImages } from '../images/worker-images.ts';
import { type ModelFolders, type ModelSource, modelSource, weightPlace } from '../models/model-sources.ts';
import { Freshness, imagesKey, modelVersion } from './prediction-sets.ts';

interface Folders extends ModelFolders {
  readonly cacheDirectory: string;
}
interface CaptionInput {
  readonly modelId: string;
  readonly split: string;
  readonly strategy: 'greedy' | 'beam';
}

/**
 * Queues the captioning of a split and returns its set; a set that is there with this decoding and current is taken as it
 * is, one that is being made is left going on. Throws `unknown_id` for the model, `bad_input` for a split without images,
 * `unreadable_file` for an image that is gone.
 */
export async function captionSplit(
  store: ProjectStore,
  queue: CaptionQueue,
  folders: Folders,
  input: CaptionInput,
): Promise<PredictionSetRow> {
  const { modelId, split } = input;
  const source = modelSource(folders, store, modelId);
  const decoding = decodingName(source, input.strategy);
  const same = (): PredictionSetRow | undefined =>
    store.predictions.list().find((row) => row.modelId === modelId && row.split === split && row.decoding === decoding);
  const usable = (row: PredictionSetRow): boolean =>
    row.state === 'running'
      ? queue.has(row.id)
      : row.state === 'finished' && !new Freshness(store, folders).isStale(row);

  const images = await presentImages(store, split);
  const train = source.kind === 'baseline' && source.method !== 'human' ? await presentImages(store, 'train') : [];
  // Looked at after the waiting: two equal requests at once are one job.
  const existing = same();
  if (existing && usable(existing)) {
    store.predictions.touch(existing.id, new Date().toISOString());
    return store.predictions.get(existing.id)!;
  }
  const setId = store.predictions.begin({
    modelId,
    modelVersion: modelVersion(store, source, split),
    split,
    decoding,
    total: images.length,
    imagesKey: imagesKey(store, split),
    createdAt: new Date().toISOString(),
  });
  const job = captionJob(source, folders.cacheDirectory, input.strategy, images, train);
  if (job) queue.add({ setId, job });
  else storeHuman(store, setId, images);
  return store.predictions.get(setId)!;
}

/** What people wrote needs no worker. An image with one reference has none left to be judged by. */
function storeHuman(store: ProjectStore, setId: number, images: readonly WorkerImage[]): void {
  const captions = images.flatMap(({ id, captions: [first, ...others] }) =>
    first === undefined || others.length === 0 ? [] : [{ imageId: id, caption: first }],
  );
  store.predictions.add(setId, captions);
  if (captions.length > 0) store.predictions.setState(setId, 'finished', null);
  else
    store.predictions.setState(
      setId,
      'failed',
      'No image of this split has two captions: one to judge, one to judge by.',
    );
}

/** The images of a split that are not known to be missing. Throws when there are none. */
async function presentImages(store: ProjectStore, split: string): Promise<readonly WorkerImage[]> {
  const images = await allWorkerImages(store, split);
  if (images.length > 0) return images;
  const splits = store.images.splits().map(({ name }) => name);
  const known = splits.length === 0 ? 'The project has no images yet.' : `Splits: ${splits.join(', ')}.`;
  throw new AppError('bad_input', `No image of the split "${split}" is there to caption. ${known}`);
}

/** Captions may get as long as those that the run's checkpoints were judged by, or the two would not agree. */
function decodingOf(source: ModelSource, strategy: 'greedy' | 'beam'): Decoding {
  const own = source.kind === 'run' ? source.run.config.maxNewTokens : undefined;
  return decodingSchema.parse({ strategy, maxNewTokens: own ?? presetById('default').config.maxNewTokens });
}

/** Example: "greedy", "beam 5"; a baseline decodes nothing. */
function decodingName(source: ModelSource, strategy: 'greedy' | 'beam'): string {
  if (source.kind === 'baseline') return 'baseline';
  return strategy === 'beam' ? `beam ${decodingOf(source, strategy).beams}` : strategy;
}

/** Null for what needs no worker. */
function captionJob(
  source: ModelSource,
  cacheDirectory: string,
  strategy: 'greedy' | 'beam',
  images: readonly WorkerImage[],
  train: readonly WorkerImage[],
): Extract<WorkerJob, { kind: 'caption' | 'baseline' }> | null {
  if (source.kind !== 'baseline') {
    const decoding = decodingOf(source, strategy);
    return { kind: 'caption', ...weightPlace(source), cacheDirectory, images, decoding };
  }
  return source.method === 'human' ? null : { kind: 'baseline', method: source.method, cacheDirectory, train, images };
}
