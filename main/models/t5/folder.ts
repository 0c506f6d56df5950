import path from 'node:path';
import { openWeights } from '../../checkpoint/open-weights.ts';
import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { readModelJson } from '../published-config.ts';
import { areEqual, loadPublished } from '../published-weights.ts';
import { t5ConfigSchema } from './config.ts';
import { t5Keys, t5TiedHead } from './keys.ts';
import { T5 } from './model.ts';

/**
 * Whether the head is the embedding. A checkpoint without one says so; newer ones write it twice, and their config calls
 * heads tied that are not: what counts is whether the two are equal.
 */
export function hasTiedHead(source: WeightSource, prefix: string): boolean {
  const head = prefix + t5TiedHead;
  return !source.tensors.has(head) || areEqual(source, head, `${prefix}shared.weight`);
}

/** Reads a T5 model from its Hugging Face folder. Throws what reading its files throws; the caller disposes it. */
export function loadT5(directory: string): T5 {
  const config = readModelJson(path.join(directory, 'config.json'), t5ConfigSchema);
  const source = openWeights(directory);
  try {
    const isTied = hasTiedHead(source, '');
    const model = new T5(config, isTied, null);
    try {
      loadPublished(model, source, t5Keys(isTied));
    } catch (error) {
      model.dispose();
      throw error;
    }
    return model;
  } finally {
    source.close();
  }
}
