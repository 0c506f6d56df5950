import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../checkpoint/atomic-write.ts';
import { writeSafetensors } from '../checkpoint/safetensors.ts';
import type { StateDict } from '../tensor/state-dict.ts';
import { readModelJson } from './published-config.ts';

/** The places of a model's parts, as absolute paths. */
export interface ModelPlace {
  /** Folder with config.json and tokenizer and, unless `weights` says otherwise, the weights. */
  readonly directory: string;
  readonly weights?: string | undefined;
  /** Weights of trained tensors, laid over those in this order. */
  readonly fineTuned?: readonly string[] | undefined;
}

/** In a run's checkpoint: names the model whose frozen part it needs. */
export const baseName = 'base.json';

const baseSchema = z.object({
  version: z.literal(1),
  directory: z.string(),
  weights: z.string().optional(),
  fineTuned: z.array(z.string()).optional(),
});

/**
 * Completes the place of a model whose folder may be a run's checkpoint: that lies over the model it was trained from.
 * Throws `malformed_file` for a damaged base.json, `not_found` when the model it names is gone.
 */
export function wholePlace(place: ModelPlace): ModelPlace {
  const file = path.join(place.directory, baseName);
  if (!existsSync(file)) return place;
  const base = readModelJson(file, baseSchema);
  const own = path.join(place.directory, 'model.safetensors');
  return { ...base, fineTuned: [...(base.fineTuned ?? []), own, ...(place.fineTuned ?? [])] };
}

/**
 * Writes what training changed of a large model, and where the rest is: copies of a frozen part of many gigabytes would
 * fill the disk after a few epochs. The weights come last: a folder without them is seen as incomplete.
 */
export function saveTrainedPart(
  trained: StateDict,
  base: ModelPlace,
  directory: string,
  metadata: Readonly<Record<string, string>>,
): void {
  writeFileAtomically(path.join(directory, 'config.json'), [readFileSync(path.join(base.directory, 'config.json'))]);
  writeFileAtomically(path.join(directory, baseName), [`${JSON.stringify({ version: 1, ...base }, null, 1)}\n`]);
  writeSafetensors(path.join(directory, 'model.safetensors'), trained, { metadata });
}
