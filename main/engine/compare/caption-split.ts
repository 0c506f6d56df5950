import { AppError } from '../../errors/app-error.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import { type Decoding, decodingSchema, type WorkerImage, type WorkerJob } from '../../jobs/worker-protocol.ts';
import type { NewPredictionSet, PredictionSetRow } from '../../store/prediction-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { presetById } from '../../training/config/presets.ts';
import { allWorkerImages } from '../images/worker-images.ts';
import { type ModelFolders, type ModelSource, modelSource, weightPlace } from '../models/model-sources.ts';
import { Freshness, imagesKey, modelVersion } from './prediction-sets.ts';

interface Folders extends ModelFolders {
  readonly cacheDirectory: string;
}
export interface CaptionInput {
  readonly modelId: string;
  readonly split: string;
  readonly strategy: 'greedy' | 'beam';
}
/** Adds a set and the job that makes it. */
type QueueSet = (set: Omit<NewPredictionSet, 'jobId'>, title: string) => unknown;

/**
 * Queues the captioning of a split and returns its set; a set that is there with this decoding and current is taken as it
 * is, one that is being made is left going on. Throws `unknown_id` for the model, `bad_input` for a split without images,
 * `unreadable_file` for an image that is gone.
 */
export async function captionSplit(
  store: ProjectStore,
  jobs: JobQueue,
  folders: Folders,
  input: CaptionInput,
  queue: QueueSet,
): Promise<PredictionSetRow> {
  const { modelId, split } = input;
  const source = modelSource(folders, store, modelId);
  const decoding = decodingName(source, input.strategy);
  const same = (): PredictionSetRow | undefined =>
    store.predictions.list().find((row) => row.modelId === modelId && row.split === split && row.decoding === decoding);
  const usable = (row: PredictionSetRow): boolean =>
    row.state === 'running'
      ? isUnderWay(jobs, row)
      : row.state === 'finished' && !new Freshness(store, folders).isStale(row);

  const images = await presentImages(store, split);
  if (needsTrain(source)) await presentImages(store, 'train');
  // Looked at after the waiting: two equal requests at once are one job.
  const existing = same();
  if (existing && usable(existing)) {
    if (existing.jobId !== null) jobs.release(existing.jobId);
    store.predictions.touch(existing.id, new Date().toISOString());
    return store.predictions.get(existing.id)!;
  }
  const createdAt = new Date().toISOString();
  const set = { modelId, split, decoding, createdAt, ...setFacts(store, source, split, images) };
  if (source.kind === 'baseline' && source.method === 'human') storeHuman(store, set, images);
  else queue(set, `Caption ${split} with ${source.model.title}`);
  return same()!;
}

/** The present inputs of a prediction set. */
type SetFacts = Pick<NewPredictionSet, 'modelVersion' | 'imagesKey' | 'total'>;
const setFacts = (store: ProjectStore, source: ModelSource, split: string, images: readonly unknown[]): SetFacts => ({
  modelVersion: modelVersion(store, source, split),
  imagesKey: imagesKey(store, split),
  total: images.length,
});

/** Stores the references themselves, which needs no job. An image with a single reference is left out: nothing remains to judge it by. */
function storeHuman(store: ProjectStore, set: Omit<NewPredictionSet, 'jobId'>, images: readonly WorkerImage[]): void {
  const captions = images.flatMap(({ id, captions: [first, ...others] }) =>
    first === undefined || others.length === 0 ? [] : [{ imageId: id, caption: first }],
  );
  if (captions.length === 0)
    throw new AppError(
      'bad_input',
      `No image of the split "${set.split}" has two captions: one to judge, one to judge by.`,
    );
  store.transaction(() => {
    const setId = store.predictions.nextId();
    store.predictions.begin(setId, { ...set, jobId: null });
    store.predictions.add(setId, captions);
  });
}

/** Whether the set's job runs or waits. One that should and does not was left behind by a full disk. */
export function isUnderWay(jobs: JobQueue, row: PredictionSetRow): boolean {
  return row.jobId !== null && jobs.find(row.jobId)?.endedAt === null;
}

/** The worker job that makes a prediction set. */
export type CaptionWork = Extract<WorkerJob, { kind: 'caption' | 'baseline' }>;

/** The worker job for a set with the model and images as they are now, and the keys to store with it. Throws as `captionSplit` does. */
export async function captionWork(
  store: ProjectStore,
  folders: Folders,
  { modelId, split }: PredictionSetRow,
  strategy: 'greedy' | 'beam',
): Promise<{ readonly work: CaptionWork; readonly facts: SetFacts }> {
  const source = modelSource(folders, store, modelId);
  const { cacheDirectory } = folders;
  const images = await presentImages(store, split);
  const withFacts = (work: CaptionWork) => ({ work, facts: setFacts(store, source, split, images) });
  if (source.kind !== 'baseline') {
    const decoding = decodingOf(source, strategy);
    return withFacts({ kind: 'caption', ...weightPlace(source), cacheDirectory, images, decoding });
  }
  const { method } = source;
  if (method === 'human') throw new AppError('bad_input', 'The references need no captioning.');
  return withFacts({ kind: 'baseline', method, cacheDirectory, train: await presentImages(store, 'train'), images });
}

/** Baselines but people take their sentences from the train split. */
const needsTrain = (source: ModelSource): boolean => source.kind === 'baseline' && source.method !== 'human';

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
