import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Input } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import { snapshotName, writeSnapshot } from '../../jobs/dataset-snapshot.ts';
import type { WorkerImage, WorkerJob } from '../../jobs/worker-protocol.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { RunRow } from '../../store/run-repository.ts';
import { presetById, resolveConfig } from '../../training/config/presets.ts';
import { trainedSource } from '../compare/model-sources.ts';
import { workerImages } from './worker-images.ts';

/**
 * Makes a run that waits: its settings checked, its dataset frozen on disk, then its row. Returns the run's id.
 * Throws `bad_input` naming the setting or the empty split, `unknown_id` for the preset or the model, `disk_full`.
 */
export async function makeRun(
  store: ProjectStore,
  resourcesDirectory: string,
  input: Input<'runs', 'start'>,
): Promise<string> {
  const config = resolveConfig(input.preset, input.overrides);
  trainedSource(resourcesDirectory, store, input.modelId);
  const train = await usableImages(store, 'train');
  const val = await usableImages(store, 'val');
  const createdAt = new Date();
  const id = runId(createdAt);
  const directory = store.runDirectory(id);
  try {
    await writeSnapshot(directory, [...train, ...val]);
    store.runs.insert({
      id,
      name: input.name?.trim() || `${presetById(input.preset).title} · ${localTime(createdAt)}`,
      preset: input.preset,
      modelId: input.modelId,
      state: 'queued',
      reason: null,
      createdAt: createdAt.toISOString(),
      finishedAt: null,
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

/** What the worker is started for. The best checkpoint of a run that has ended does not change, so the start is frozen too. */
export function trainingWork(
  store: ProjectStore,
  folders: { readonly resourcesDirectory: string; readonly cacheDirectory: string },
  run: RunRow,
): WorkerJob {
  const runDirectory = store.runDirectory(run.id);
  return {
    kind: 'train',
    runId: run.id,
    snapshotFile: path.join(runDirectory, snapshotName),
    runDirectory,
    cacheDirectory: folders.cacheDirectory,
    modelDirectory: trainedSource(folders.resourcesDirectory, store, run.modelId).directory,
    config: run.config,
  };
}

async function usableImages(store: ProjectStore, split: string): Promise<readonly WorkerImage[]> {
  const { found } = await workerImages(store, split);
  const usable = found.filter(({ captions }) => captions.length > 0);
  if (usable.length > 0) return usable;
  throw new AppError(
    'bad_input',
    `There is nothing to train with: no image of the "${split}" split is there with a caption.`,
  );
}

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
