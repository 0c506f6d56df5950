import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors/app-error.ts';
import { holdsAdapters, withAdapters } from './adapters.ts';
import { openSafetensors } from './safetensors.ts';
import { openSharded } from './sharded.ts';
import { openTorchCheckpoint } from './torch/torch-checkpoint.ts';
import { laidOver, type WeightSource } from './weight-source.ts';

/** Names of weights in a published folder, in the order in which they are preferred. */
export const weightNames = {
  single: 'model.safetensors',
  index: 'model.safetensors.index.json',
  torch: 'pytorch_model.bin',
} as const;
const torchEndings = new Set(['.pth', '.pt', '.bin']);

/** Whether a file's name says that torch wrote it. */
export const isTorchName = (file: string): boolean => torchEndings.has(path.extname(file).toLowerCase());

/**
 * The weights of a folder or file: `model.safetensors`, the files of its index, `pytorch_model.bin`, or the folder's only
 * file of weights; a `.pth` by its own name. Returns a path. Throws `not_found` naming what was looked for, or
 * `unreadable_file` for a folder that may not be looked into.
 */
export function findWeights(place: string): string {
  if (!existsSync(place)) throw noSuchPlace(place);
  const names = namesIn(place);
  if (names === null) return place;
  for (const name of [weightNames.single, weightNames.index, weightNames.torch])
    if (names.includes(name)) return path.join(place, name);
  const others = names.filter((name) => name.endsWith('.safetensors') || isTorchName(name));
  if (others.length === 1) return path.join(place, others[0]!);
  throw new AppError(
    'not_found',
    others.length === 0
      ? `${place} holds no weights: neither ${weightNames.single} nor ${weightNames.index} nor a .pth file.`
      : `${place} holds ${others.length} files of weights (${others.slice(0, 3).join(', ')}…) and no ${weightNames.index} that says which belong together.`,
  );
}

export const noSuchPlace = (place: string): AppError =>
  new AppError('not_found', `There is no file or folder ${place}.`);

/** The names in a folder; null for a file. */
function namesIn(place: string): readonly string[] | null {
  try {
    return statSync(place).isDirectory() ? readdirSync(place) : null;
  } catch (cause) {
    throw new AppError('unreadable_file', `${place} could not be looked into: ${(cause as Error).message}`, { cause });
  }
}

/** Makes layers fit for lying one over the other, the lowest first: their spellings may differ. */
export type Alignment = (layers: readonly WeightSource[]) => readonly WeightSource[];

/**
 * Opens weights of any kind that is read, with fine-tuned ones laid over them where given, later ones over earlier, after
 * `aligned`. Adapters (LoRA) among them are merged into what lies below. Throws `not_found`, `unreadable_file` or `malformed_file`, naming the file. The caller closes it.
 */
export function openWeights(
  place: string,
  fineTuned: string | readonly string[] = [],
  aligned: Alignment = (layers) => layers,
): WeightSource {
  const layers: WeightSource[] = [];
  try {
    for (const layer of [place, ...(typeof fineTuned === 'string' ? [fineTuned] : fineTuned)])
      layers.push(openFound(findWeights(layer)));
    return aligned(layers).reduce((base, top) => (holdsAdapters(top) ? withAdapters(base, top) : laidOver(base, top)));
  } catch (error) {
    for (const layer of layers) layer.close();
    throw error;
  }
}

function openFound(file: string): WeightSource {
  if (file.endsWith('.index.json')) return openSharded(file);
  return isTorchName(file) ? openTorchCheckpoint(file) : openSafetensors(file);
}
