import path from 'node:path';
import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { AppError } from '../../errors/app-error.ts';
import { refuseMisfits } from '../../tensor/state-faults.ts';
import { type BlipConfig, blipConfigSchema } from '../blip/config.ts';
import { blipKeys } from '../blip/keys.ts';
import { expectedTensors } from '../expected-tensors.ts';
import { type InstructBlipConfig, instructBlipConfigSchema } from '../instructblip/config.ts';
import { instructBlipKeys, languagePrefix, layoutOf } from '../instructblip/keys.ts';
import { nadirMiniConfigSchema } from '../nadir-mini/config.ts';
import { modelFiles } from '../nadir-mini/files.ts';
import { Vocabulary, vocabularySchema } from '../nadir-mini/vocabulary.ts';
import { readModelJson } from '../published-config.ts';
import type { Architecture } from './architecture.ts';
import { refuseLargerConfig } from './config-fits.ts';
import { refuseMissingParts } from './missing-parts.ts';
import { blipShapes, instructBlipShapes, nadirMiniShapes } from './parameter-shapes.ts';

type Headers = Pick<WeightSource, 'origin' | 'tensors'>;

/** The files of a model's folder that say which tensors it has. */
export const sizeFiles = (directory: string, { family }: Architecture): readonly string[] =>
  [modelFiles.config, ...(family === 'nadir-mini' ? [modelFiles.vocabulary] : [])].map((name) =>
    path.join(directory, name),
  );

/**
 * Refuses weights that loading would refuse, by the names and shapes in their headers alone. Throws `malformed_file`
 * naming the file and what is missing, not expected, or of another shape than the folder's config.json says.
 */
export function refuseUnfitWeights(directory: string, architecture: Architecture, source: WeightSource): void {
  const configFile = path.join(directory, modelFiles.config);
  refuseMissingParts(architecture.family, source);
  refuseLargerConfig(configFile, architecture, source);
  refuseMoreLayers(configFile, architecture, source);
  if (architecture.family === 'nadir-mini') refuseUnfitNadirMini(directory, source);
  else if (architecture.family === 'blip') refuseUnfitBlip(readModelJson(configFile, blipConfigSchema), source);
  else refuseUnfitInstructBlip(readModelJson(configFile, instructBlipConfigSchema), source);
}

/** Every layer has tensors of its own: a wrong number of layers is found before a list of their names fills memory. */
function refuseMoreLayers(configFile: string, { stacks }: Architecture, { origin, tensors }: Headers): void {
  if (!stacks) return;
  const layers = [stacks.vision, ...stacks.differentiated].reduce((sum, stack) => sum + stack.layers, 0);
  if (layers <= tensors.size) return;
  throw new AppError(
    'malformed_file',
    `${configFile} describes a model of ${layers.toLocaleString('en')} layers, but ${origin} holds ${tensors.size.toLocaleString('en')} tensors.`,
  );
}

function refuseUnfitBlip(config: BlipConfig, { origin, tensors }: Headers): void {
  refuseMisfits(expectedTensors(blipShapes(config), blipKeys), tensors, origin, { unexpected: blipKeys.ignored });
}

function refuseUnfitInstructBlip(config: InstructBlipConfig, source: Headers): void {
  const layout = layoutOf(source);
  const isTied = !needsHead(config, source);
  const keys = instructBlipKeys(config, layout, isTied);
  const expected = expectedTensors(instructBlipShapes(config, isTied), keys);
  refuseMisfits(expected, source.tensors, source.origin, { unexpected: keys.ignored });
}

/**
 * Whether a head must be there and of the embedding's shape. One that is there is held to that even where loading finds
 * that it is the embedding again, which takes its values: a copy of the embedding has the same shape.
 */
function needsHead(config: InstructBlipConfig, source: Headers): boolean {
  const { language } = config;
  if (source.tensors.has(`${languagePrefix(layoutOf(source), config)}lm_head.weight`)) return true;
  return language.kind === 'llama' && !language.config.tie_word_embeddings;
}

function refuseUnfitNadirMini(directory: string, source: Headers): void {
  const config = readModelJson(path.join(directory, modelFiles.config), nadirMiniConfigSchema);
  const file = path.join(directory, modelFiles.vocabulary);
  const { size } = new Vocabulary(readModelJson(file, vocabularySchema).words, file);
  refuseMisfits(new Map(nadirMiniShapes(config, size)), source.tensors, source.origin);
}
