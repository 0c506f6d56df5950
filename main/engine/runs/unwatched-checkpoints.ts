import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { openWeights } from '../../checkpoint/open-weights.ts';
import type { CheckpointRow } from '../../store/run-repository.ts';
import { isBestSoFar } from '../../training/config/best-checkpoint.ts';

/** Metadata of a checkpoint's weights; `metrics` is absent in those of an earlier Nadir. */
const metadataSchema = z.object({
  phase: z.enum(['cross-entropy', 'scst']),
  epoch: z.coerce.number().nonnegative(),
  step: z.coerce.number().int().nonnegative(),
  metrics: z
    .string()
    .transform((text) => JSON.parse(text))
    .pipe(z.record(z.string(), z.number()))
    .optional(),
});
const checkpointName = /^(?:ce|scst)-\d{6,}$/;

/**
 * Checkpoints in a run's folder that the project does not know, oldest first: a worker whose Nadir was killed saves what it
 * has, and nobody is left to note it. A folder is taken when its weights, which are written last and appear at once, are
 * whole and say what they are; any other is left alone.
 */
export function unwatchedCheckpoints(runDirectory: string, known: readonly CheckpointRow[]): readonly CheckpointRow[] {
  const directory = path.join(runDirectory, 'checkpoints');
  if (!existsSync(directory)) return [];
  const names = new Set(known.map(({ name }) => name));
  const found = readdirSync(directory)
    .filter((name) => checkpointName.test(name) && !names.has(name))
    .flatMap((name) => readCheckpoint(directory, name) ?? [])
    .sort((a, b) => a.savedMs - b.savedMs || a.step - b.step);
  let best = known.find((checkpoint) => checkpoint.best);
  return found.map(({ savedMs, metrics, ...checkpoint }) => {
    const isBest = metrics ? isBestSoFar({ metrics }, best) : best === undefined;
    const createdAt = new Date(savedMs).toISOString();
    const row = { ...checkpoint, metrics: metrics ?? {}, best: isBest, createdAt };
    if (isBest) best = row;
    return row;
  });
}

function readCheckpoint(directory: string, name: string) {
  const weights = path.join(directory, name, 'model.safetensors');
  if (!existsSync(weights) || !existsSync(path.join(directory, name, 'config.json'))) return null;
  try {
    const source = openWeights(weights);
    source.close();
    const saved = metadataSchema.parse(source.metadata);
    return { name, ...saved, directory: path.join('checkpoints', name), savedMs: statSync(weights).mtimeMs };
  } catch {
    return null; // Half a file, or somebody else's: opening the project does not fail over it.
  }
}
