import path from 'node:path';
import { openWeights } from '../../checkpoint/open-weights.ts';
import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { blipLayers } from '../blip/keys.ts';
import { alignLayouts } from '../instructblip/align-layouts.ts';
import { instructBlipConfigSchema } from '../instructblip/config.ts';
import type { ModelPlace } from '../model-place.ts';
import { readModelJson } from '../published-config.ts';
import { readFamily } from './architecture.ts';

/**
 * Opens the weights of a model of any family, with what lies over them. For InstructBLIP and BLIP-2 each may be in Hugging
 * Face's or in LAVIS's layout, whatever the others are in; BLIP's are given Hugging Face's names, whichever they have. Throws what opening them throws, and `malformed_file` naming
 * what of a layer has no place in those below. The caller closes it.
 */
export function openModelWeights({ directory, weights = directory, fineTuned = [] }: ModelPlace): WeightSource {
  const configFile = path.join(directory, 'config.json');
  const family = readFamily(configFile);
  if (family === 'blip') return openWeights(weights, fineTuned, blipLayers);
  if (fineTuned.length === 0 || family === 'nadir-mini') return openWeights(weights, fineTuned);
  const config = readModelJson(configFile, instructBlipConfigSchema);
  return openWeights(weights, fineTuned, (layers) => alignLayouts(config, layers));
}
