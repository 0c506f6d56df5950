import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Model } from '../../../preload/contract/compare.ts';
import { findWeights } from '../../checkpoint/open-weights.ts';
import { AppError } from '../../errors/app-error.ts';
import { baseName, type ModelPlace } from '../../models/model-place.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { CheckpointRow, RunRow } from '../../store/run-repository.ts';
import { defaultPresetId, publishedPresetId } from '../../training/config/presets.ts';
import { type BaselineMethod, baselineModels } from './baseline-models.ts';
import type { LibraryEntry } from './library-entry.ts';
import { ModelLibrary } from './model-library.ts';

/** The folders that models lie in, beside the project's own. */
export interface ModelFolders {
  readonly resourcesDirectory: string;
  readonly userDataDirectory: string;
}

/** The origin of a model that can caption. `directory` contains its config.json. */
export type ModelSource =
  | { readonly kind: 'bundled'; readonly model: Model; readonly directory: string }
  | {
      readonly kind: 'run';
      readonly model: Model;
      readonly directory: string;
      readonly run: RunRow;
      readonly checkpoint: CheckpointRow;
    }
  | { readonly kind: 'library'; readonly model: Model; readonly directory: string; readonly entry: LibraryEntry }
  | { readonly kind: 'baseline'; readonly model: Model; readonly method: BaselineMethod };
/** A source with weights: what training can start from and what can be exported. */
export type TrainedSource = Exclude<ModelSource, { kind: 'baseline' }>;

/** Shipped models that the worker can load, by the `model` of their config.json. */
const loadable = new Set(['nadir-mini']);
const weightsName = 'model.safetensors';
const ended = new Set<RunRow['state']>(['finished', 'stopped', 'failed']);

/** Every model, in the order in which a person is offered them: bundled, runs newest first, the library's, baselines. */
export function modelSources(folders: ModelFolders, store: ProjectStore | null): readonly ModelSource[] {
  return [
    ...bundledSources(folders.resourcesDirectory),
    ...(store ? runSources(store) : []),
    ...librarySources(folders),
    ...baselineModels.map(({ model, method }): ModelSource => ({ kind: 'baseline', model, method })),
  ];
}

/** The source of a model. Throws `unknown_id` naming the known ones, with the reason when it is a run without a model. */
export function modelSource(folders: ModelFolders, store: ProjectStore, id: string): ModelSource {
  const sources = modelSources(folders, store);
  const source = sources.find(({ model }) => model.id === id);
  if (source) return source;
  const run = store.runs.get(id);
  if (run) throw new AppError('conflict', `The run "${run.name}" has no model to use: ${whyNoModel(store, run)}.`);
  throw new AppError(
    'unknown_id',
    `There is no model "${id}". Known: ${sources.map(({ model }) => model.id).join(', ')}.`,
  );
}

/** The same, for what needs weights. Throws `bad_input` for a baseline. */
export function trainedSource(folders: ModelFolders, store: ProjectStore, id: string): TrainedSource {
  const source = modelSource(folders, store, id);
  if (source.kind !== 'baseline') return source;
  throw new AppError('bad_input', `"${source.model.title}" is a baseline: it has no weights to train or export.`);
}

/** Names what the weights are: another checkpoint, or another file of a bundled model, has another version. */
export function weightsVersion(source: TrainedSource): string {
  if (source.kind === 'run') return `${source.checkpoint.name} ${source.checkpoint.createdAt}`;
  if (source.kind === 'library') return libraryVersion(source.entry);
  return fileChecksum(path.join(source.directory, weightsName));
}

/** The paths a worker needs to find a model's weights. */
export function weightPlace(source: TrainedSource): {
  readonly modelDirectory: string;
  readonly weights?: string;
  readonly fineTuned?: readonly string[];
} {
  if (source.kind !== 'library') return { modelDirectory: source.directory };
  const { folder, weights, fineTuned } = source.entry;
  return { modelDirectory: folder, weights, ...(fineTuned === null ? {} : { fineTuned: [fineTuned] }) };
}

/** The same as a place. */
export function placeOf(source: TrainedSource): ModelPlace {
  const { modelDirectory, ...files } = weightPlace(source);
  return { directory: modelDirectory, ...files };
}

/** Downloaded and imported models that can be used; the library shows the others with what is wrong with them. */
function librarySources(folders: ModelFolders): ModelSource[] {
  return new ModelLibrary(folders).entries().flatMap((entry): ModelSource[] => {
    const { id, title, kind, folder, architecture, parameters, problem } = entry;
    if (kind === 'bundled' || problem !== null || !architecture) return [];
    const how = kind === 'downloaded' ? 'Downloaded' : 'Imported';
    const preset = usualPreset(architecture.family === 'nadir-mini');
    const model: Model = { id, title, kind: 'library', detail: `${how}: ${architecture.title}`, parameters, preset };
    return [{ kind: 'library', model, directory: folder, entry }];
  });
}

/** A published model is spoiled by the large steps that nadir-mini, which is small, needs. */
const usualPreset = (isNadirMini: boolean): string => (isNadirMini ? defaultPresetId : publishedPresetId);

/** Files of gigabytes are known by their sizes and times: to read them all would take minutes. */
function libraryVersion({ weights, fineTuned }: LibraryEntry): string {
  const files = [findWeights(weights), ...(fineTuned === null ? [] : [findWeights(fineTuned)])];
  return files
    .map((file) => statSync(file))
    .map(({ size, mtimeMs }) => `${size} ${mtimeMs}`)
    .join(', ');
}

function bundledSources(resourcesDirectory: string): ModelSource[] {
  const models = path.join(resourcesDirectory, 'models');
  if (!existsSync(models)) return [];
  return readdirSync(models)
    .sort()
    .flatMap((id): ModelSource[] => {
      const directory = path.join(models, id);
      if (!isModelFolder(directory) || !loadable.has(modelOf(directory))) return [];
      const parameters = parameterCount(path.join(directory, weightsName));
      return [
        {
          kind: 'bundled',
          directory,
          model: { id, title: id, kind: 'bundled', detail: 'Ships with Nadir', parameters, preset: usualPreset(true) },
        },
      ];
    });
}

function runSources(store: ProjectStore): ModelSource[] {
  return store.runs.list().flatMap((run): ModelSource[] => {
    if (!ended.has(run.state)) return [];
    const checkpoint = bestCheckpoint(store.runs.checkpoints(run.id));
    if (!checkpoint) return [];
    const directory = path.join(store.runDirectory(run.id), checkpoint.directory);
    if (!isModelFolder(directory)) return [];
    const parameters = parameterCount(path.join(directory, weightsName));
    const preset = usualPreset(!existsSync(path.join(directory, baseName)));
    const detail = runDetail(run, checkpoint);
    const model: Model = { id: run.id, title: run.name, kind: 'run', detail, parameters, preset };
    return [{ kind: 'run', model, directory, run, checkpoint }];
  });
}

/** The one marked best; the last when validation never judged one. */
export function bestCheckpoint(checkpoints: readonly CheckpointRow[]): CheckpointRow | undefined {
  return checkpoints.find(({ best }) => best) ?? checkpoints.at(-1);
}

/** Example: "Best checkpoint: epoch 3, SCST, validation CIDEr 3.52". */
function runDetail(run: RunRow, checkpoint: CheckpointRow): string {
  const phase = checkpoint.phase === 'scst' ? 'SCST' : 'cross-entropy';
  const cider = checkpoint.metrics.cider;
  const judged = cider === undefined ? '' : `, validation CIDEr ${cider.toFixed(2)}`;
  const how = run.state === 'finished' ? '' : ` (the run ${run.state === 'failed' ? 'failed' : 'was stopped'} later)`;
  return `Best checkpoint: epoch ${Math.round(checkpoint.epoch * 100) / 100}, ${phase}${judged}${how}`;
}

function whyNoModel(store: ProjectStore, run: RunRow): string {
  if (!ended.has(run.state)) return `it is still ${run.state}`;
  const checkpoint = bestCheckpoint(store.runs.checkpoints(run.id));
  if (!checkpoint) return 'it ended before a checkpoint was saved';
  return `${path.join(store.runDirectory(run.id), checkpoint.directory)} is missing or incomplete`;
}

const isModelFolder = (directory: string): boolean =>
  existsSync(path.join(directory, 'config.json')) && existsSync(path.join(directory, weightsName));

function modelOf(directory: string): string {
  try {
    return String((JSON.parse(readFileSync(path.join(directory, 'config.json'), 'utf8')) as { model?: unknown }).model);
  } catch {
    // A folder whose config.json is not JSON is not one of ours; the models that are stay usable.
    return '';
  }
}

/** Numbers in a safetensors file, from its header; null when the file is not one. */
function parameterCount(file: string): number | null {
  const descriptor = openSync(file, 'r');
  try {
    const length = Buffer.alloc(8);
    readSync(descriptor, length, 0, 8, 0);
    const header = Buffer.alloc(Number(length.readBigUInt64LE()));
    readSync(descriptor, header, 0, header.length, 8);
    const entries = Object.entries(
      JSON.parse(header.toString('utf8')) as Record<string, { shape?: readonly number[] }>,
    );
    return entries.reduce((sum, [, { shape }]) => sum + (shape ? shape.reduce((a, b) => a * b, 1) : 0), 0);
  } catch {
    // The list of models must not fail over one damaged file: the worker says what is wrong when it is used.
    return null;
  } finally {
    closeSync(descriptor);
  }
}

const checksums = new Map<string, string>();

/** SHA-256 of a file, worked out again only when its size or time changed. */
function fileChecksum(file: string): string {
  const { size, mtimeMs } = statSync(file);
  const key = `${file} ${size} ${mtimeMs}`;
  const known = checksums.get(key);
  if (known) return known;
  const checksum = createHash('sha256').update(readFileSync(file)).digest('hex');
  checksums.set(key, checksum);
  return checksum;
}
