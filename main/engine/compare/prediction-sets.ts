import { createHash } from 'node:crypto';
import type { PredictionSet } from '../../../preload/contract/compare.ts';
import { AppError } from '../../errors/app-error.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { PredictionSetRow } from '../../store/prediction-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { type ModelFolders, type ModelSource, modelSources, weightsVersion } from '../models/model-sources.ts';

/** Stands for the images of a split that would be captioned: another image, content or class gives another key. */
export function imagesKey(store: ProjectStore, split: string): string {
  const hash = createHash('sha256');
  for (const image of store.images.all(split)) {
    if (!image.missing) hash.update(`${image.id} ${image.sha256} ${image.class ?? ''}\n`);
  }
  return hash.digest('hex');
}

/** Names what of a model makes its captions of a split. Most baselines are made of the train images and their captions. */
export function modelVersion(store: ProjectStore, source: ModelSource, split: string): string {
  if (source.kind !== 'baseline') return weightsVersion(source);
  const origin = source.method === 'human' ? split : 'train';
  const hash = createHash('sha256').update(imagesKey(store, origin));
  for (const [id, texts] of store.captions.textsByImage(origin)) hash.update(`${id} ${JSON.stringify(texts)}\n`);
  return hash.digest('hex');
}

/** Whether sets are still what their model would write of their split. One object answers for one request: it remembers. */
export class Freshness {
  readonly #store: ProjectStore;
  readonly #folders: ModelFolders;
  #sources: ReadonlyMap<string, ModelSource> | undefined;
  readonly #keys = new Map<string, string>();
  readonly #versions = new Map<string, string>();

  constructor(store: ProjectStore, folders: ModelFolders) {
    this.#store = store;
    this.#folders = folders;
  }

  isStale(row: PredictionSetRow): boolean {
    this.#sources ??= new Map(modelSources(this.#folders, this.#store).map((source) => [source.model.id, source]));
    const source = this.#sources.get(row.modelId);
    if (!source) return true;
    const key = remembered(this.#keys, row.split, () => imagesKey(this.#store, row.split));
    const version = remembered(this.#versions, JSON.stringify([row.modelId, row.split]), () =>
      modelVersion(this.#store, source, row.split),
    );
    return row.imagesKey !== key || row.modelVersion !== version;
  }
}

function remembered(known: Map<string, string>, key: string, make: () => string): string {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** A set as the contract shows it. One that should be going on and is not was left behind by a full disk or a crash. */
export function setView(row: PredictionSetRow, jobs: JobQueue, freshness: Freshness): PredictionSet {
  const job = row.jobId === null ? undefined : jobs.find(row.jobId);
  const lost = row.state === 'running' && (!job || job.endedAt !== null);
  return {
    modelId: row.modelId,
    split: row.split,
    jobId: row.jobId,
    state: lost ? 'failed' : row.state,
    reason: lost ? (job?.reason ?? 'Captioning ended before its captions could be stored.') : row.reason,
    progress: job?.progress ?? null,
    done: row.done,
    total: row.total,
    stale: row.state === 'finished' && freshness.isStale(row),
    decoding: row.decoding,
  };
}

/** The set that stands for a model and a split: the newest, whatever its decoding. */
export function newestSet(store: ProjectStore, modelId: string, split: string): PredictionSetRow | undefined {
  return store.predictions.list().find((row) => row.modelId === modelId && row.split === split);
}

/** The same, where it must be finished. Throws `conflict` saying what to do. */
export function finishedSet(store: ProjectStore, modelId: string, split: string): PredictionSetRow {
  const row = newestSet(store, modelId, split);
  if (row?.state === 'finished') return row;
  const why =
    row === undefined ? 'has not captioned' : row.state === 'running' ? 'is still captioning' : 'failed to caption';
  throw new AppError('conflict', `The model "${modelId}" ${why} the split "${split}". Caption it first.`);
}
