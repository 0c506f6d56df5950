import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Model } from '../../../preload/contract/compare.ts';
import { AppError } from '../../errors/app-error.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { CheckpointRow, RunRow } from '../../store/run-repository.ts';
import { type BaselineMethod, baselineModels } from './baseline-models.ts';

/** Where a model that can caption comes from. */
export type ModelSource =
  | { readonly kind: 'bundled'; readonly model: Model; readonly directory: string }
  | {
      readonly kind: 'run';
      readonly model: Model;
      readonly directory: string;
      readonly run: RunRow;
      readonly checkpoint: CheckpointRow;
    }
  | { readonly kind: 'baseline'; readonly model: Model; readonly method: BaselineMethod };
/** A source with weights: what training can start from and what can be exported. */
export type TrainedSource = Exclude<ModelSource, { kind: 'baseline' }>;

/** Shipped models that the worker can load, by the `model` of their config.json. */
const loadable = new Set(['nadir-mini']);
const weightsName = 'model.safetensors';
const ended = new Set<RunRow['state']>(['finished', 'stopped', 'failed']);

/** Every model, in the order in which a person is offered them: bundled, runs newest first, baselines. */
export function modelSources(resourcesDirectory: string, store: ProjectStore | null): readonly ModelSource[] {
  return [
    ...bundledSources(resourcesDirectory),
    ...(store ? runSources(store) : []),
    ...baselineModels.map(({ model, method }): ModelSource => ({ kind: 'baseline', model, method })),
  ];
}

/** The source of a model. Throws `unknown_id` naming the known ones, with the reason when it is a run without a model. */
export function modelSource(resourcesDirectory: string, store: ProjectStore, id: string): ModelSource {
  const sources = modelSources(resourcesDirectory, store);
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
export function trainedSource(resourcesDirectory: string, store: ProjectStore, id: string): TrainedSource {
  const source = modelSource(resourcesDirectory, store, id);
  if (source.kind !== 'baseline') return source;
  throw new AppError('bad_input', `"${source.model.title}" is a baseline: it has no weights to train or export.`);
}

/** Names what the weights are: another checkpoint, or another file of a bundled model, has another version. */
export function weightsVersion(source: TrainedSource): string {
  if (source.kind === 'run') return `${source.checkpoint.name} ${source.checkpoint.createdAt}`;
  return fileChecksum(path.join(source.directory, weightsName));
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
          model: { id, title: id, kind: 'bundled', detail: 'Ships with Nadir', parameters },
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
    const model: Model = { id: run.id, title: run.name, kind: 'run', detail: runDetail(run, checkpoint), parameters };
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
    // A folder whose config.json is no JSON is not one of ours; the models that are stay usable.
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
