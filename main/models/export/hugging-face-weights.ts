import path from 'node:path';
import { tensorInfo, valueCount, type WeightSource } from '../../checkpoint/weight-source.ts';
import { AppError } from '../../errors/app-error.ts';
import { quoted } from '../../errors/quoted.ts';
import { blipKeys } from '../blip/keys.ts';
import { inHuggingFaceNames } from '../instructblip/align-layouts.ts';
import { instructBlipConfigSchema } from '../instructblip/config.ts';
import { instructBlipKeys } from '../instructblip/keys.ts';
import { type KeyMap, ownNameOf } from '../key-map.ts';
import { readArchitecture } from '../library/architecture.ts';
import { refuseMissingParts } from '../library/missing-parts.ts';
import { openModelWeights } from '../library/model-weights.ts';
import { readModelJson } from '../published-config.ts';
import { withoutIgnored } from '../renamed-weights.ts';
import type { ModelPlace } from '../trained-part.ts';

/**
 * The whole weights of a published model by Hugging Face's names, with all that lies over them in its place and adapters
 * (LoRA) merged, read tensor by tensor. Strict: a tensor that the layout has no name for, and numbers that are more or fewer
 * than the config's, throw `malformed_file` saying which; so does what opening the weights throws. The caller closes it.
 */
export function openHuggingFaceWeights(place: ModelPlace): WeightSource {
  const opened = openModelWeights(place);
  try {
    const configFile = path.join(place.directory, 'config.json');
    const { family, parameters, stacks } = readArchitecture(place.directory);
    if (family === 'nadir-mini' || !parameters || !stacks)
      throw new AppError('bad_input', 'nadir-mini has a layout of its own, and Hugging Face has none for it.');
    refuseMissingParts(family, opened);
    const { source, keys } = named(family, configFile, opened);
    refuseUnknown(source, keys);
    refuseOtherSize(source, keys, { described: parameters.total, configFile });
    return source;
  } catch (error) {
    opened.close();
    throw error;
  }
}

function named(
  family: 'blip' | 'blip-2' | 'instructblip',
  configFile: string,
  opened: WeightSource,
): { readonly source: WeightSource; readonly keys: KeyMap } {
  if (family === 'blip') return { source: withoutIgnored(opened, blipKeys), keys: blipKeys };
  const config = readModelJson(configFile, instructBlipConfigSchema);
  // A head that was written although it is tied stays: it is equal to the embedding, and says so to every reader.
  return { source: inHuggingFaceNames(config, opened), keys: instructBlipKeys(config, 'hugging-face', false) };
}

function refuseUnknown({ origin, tensors }: WeightSource, keys: KeyMap): void {
  const unknown = [...tensors].filter(([name]) => ownNameOf(name, keys) === null);
  if (unknown.length === 0) return;
  const [name, { writtenAs = name }] = unknown[0]!;
  const others = unknown.length > 1 ? ` and ${unknown.length - 1} others` : '';
  throw new AppError(
    'malformed_file',
    `${origin} holds ${quoted(writtenAs)}${others}, for which Hugging Face's layout of this model has no name, so it cannot be written in it.`,
  );
}

/** The word head, which a checkpoint may hold or not where it is the embedding. */
const ownHead = 'language.head.weight';
const ownEmbedding = 'language.embedding';

function refuseOtherSize(
  source: WeightSource,
  keys: KeyMap,
  { described, configFile }: { readonly described: number; readonly configFile: string },
): void {
  let held = 0;
  let head = 0;
  let embedding = 0;
  for (const name of source.tensors.keys()) {
    const numbers = valueCount(tensorInfo(source, name).shape);
    held += numbers;
    const own = ownNameOf(name, keys);
    if (own === ownHead) head = numbers;
    if (own === ownEmbedding) embedding = numbers;
  }
  const isWhole = held === described || (head > 0 ? held - head === described : held + embedding === described);
  if (isWhole) return;
  const inWords = (count: number): string => count.toLocaleString('en');
  throw new AppError(
    'malformed_file',
    `${source.origin} holds ${inWords(held)} numbers, but ${configFile} describes a model of ${inWords(described)}: they do not belong together.`,
    { details: { described, held } },
  );
}
