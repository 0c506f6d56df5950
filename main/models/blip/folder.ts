import path from 'node:path';
import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { openModelWeights } from '../library/model-weights.ts';
import { readModelJson } from '../published-config.ts';
import { loadPublished } from '../published-weights.ts';
import { type BlipConfig, blipConfigSchema } from './config.ts';
import { blipKeys } from './keys.ts';
import { Blip } from './model.ts';

/** A model of these sizes with the weights of `source`, which stays open. Throws `malformed_file` where they do not fit. */
export function blipFrom(config: BlipConfig, source: WeightSource): Blip {
  const model = new Blip(config, null);
  try {
    loadPublished(model, source, blipKeys);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/**
 * Reads BLIP's captioner from a folder with its config.json. The weights are the folder's own or, for a LAVIS `.pth`,
 * `weights`. Throws what reading its files throws; the caller disposes it.
 */
export function loadBlip(directory: string, weights?: string): Blip {
  const config = readModelJson(path.join(directory, 'config.json'), blipConfigSchema);
  const source = openModelWeights({ directory, weights });
  try {
    return blipFrom(config, source);
  } finally {
    source.close();
  }
}
