import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Job } from '../../../preload/contract/jobs.ts';
import type { Input } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import { snapshotName, writeSnapshot } from '../../jobs/dataset-snapshot.ts';
import type { WorkerJob } from '../../jobs/worker-protocol.ts';
import { readFamily } from '../../models/library/architecture.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { NewRun, RunRow } from '../../store/run-repository.ts';
import { loraFault } from '../../training/config/lora-fault.ts';
import { presetById, resolveConfig } from '../../training/config/presets.ts';
import { trainingSplits } from '../../training/config/splits.ts';
import { ownOntology } from '../graphs/project-ontology.ts';
import { workerImages } from '../images/worker-images.ts';
import { type ModelFolders, type TrainedSource, trainedSource, weightPlace } from '../models/model-sources.ts';

/** A run and the job that trains it. */
type QueueRun = (run: Omit<NewRun, 'jobId'>) => Job;

/**
 * Makes a run: its settings checked, its dataset frozen on disk, then its row and its job by `queue`. Returns its id.
 * Throws `bad_input` naming the setting or the empty split, `unknown_id` for the preset or the model, `disk_full`.
 */
export async function makeRun(
  store: ProjectStore,
  folders: ModelFolders,
  input: Input<'runs', 'start'>,
  queue: QueueRun,
): Promise<string> {
  const config = resolveConfig(input.preset, input.overrides);
  const source = config.start === 'pretrained' ? trainedSource(folders, store, input.modelId) : null;
  const lora = loraFault(config, source === null || isNadirMini(source));
  if (lora !== null) throw new AppError('bad_input', lora);
  const { found } = await workerImages(store, null);
  const { train, val } = trainingSplits(found);
  if (train.length === 0) {
    throw new AppError(
      'bad_input',
      'There is nothing to train on: no image of the "train" split is there with a caption.',
    );
  }
  const createdAt = new Date();
  const id = runId(createdAt);
  const directory = store.runDirectory(id);
  try {
    // In the project's order: the worker holds out the same images again where there is no validation split.
    const used = new Set([...train, ...val]);
    await writeSnapshot(
      directory,
      found.filter((image) => used.has(image)),
      { ontology: ownOntology(store), corrections: store.graphs.corrections.all() },
    );
    queue({
      id,
      name: input.name?.trim() || `${presetById(input.preset).title} · ${localTime(createdAt)}`,
      preset: input.preset,
      modelId: input.modelId,
      createdAt: createdAt.toISOString(),
      trainImages: train.length,
      valImages: val.length,
      config,
      device: null,
    });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  return id;
}

const isNadirMini = ({ directory }: TrainedSource): boolean =>
  readFamily(path.join(directory, 'config.json')) === 'nadir-mini';

/** The worker job of a run. The best checkpoint of a finished run does not change, so the starting point is frozen too. */
export function trainingWork(
  store: ProjectStore,
  folders: ModelFolders & { readonly cacheDirectory: string },
  run: RunRow,
): WorkerJob {
  const runDirectory = store.runDirectory(run.id);
  return {
    kind: 'train',
    runId: run.id,
    snapshotFile: path.join(runDirectory, snapshotName),
    runDirectory,
    cacheDirectory: folders.cacheDirectory,
    ...(isFresh(run) ? { modelDirectory: '' } : weightPlace(trainedSource(folders, store, run.modelId))),
    config: run.config,
  };
}

/** New weights: the run begins with no model's. */
const isFresh = ({ config }: Pick<RunRow, 'config'>): boolean => config.start === 'fresh';

/** Sorts by time and is short enough to type. Example: "run-20260301-1432-9f3c". */
function runId(at: Date): string {
  const digits = at.toISOString().replaceAll(/\D/g, '');
  return `run-${digits.slice(0, 8)}-${digits.slice(8, 12)}-${randomBytes(2).toString('hex')}`;
}

/** Example: "2026-03-01 14:32", in the time zone of this computer. */
function localTime(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
