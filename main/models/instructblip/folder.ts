import path from 'node:path';
import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { openModelWeights } from '../library/model-weights.ts';
import { readModelJson } from '../published-config.ts';
import { areEqual, loadPublished } from '../published-weights.ts';
import { hasTiedHead as hasTiedT5Head } from '../t5/folder.ts';
import { type InstructBlipConfig, instructBlipConfigSchema } from './config.ts';
import { instructBlipKeys, languagePrefix, layoutOf } from './keys.ts';
import { InstructBlip } from './model.ts';

/**
 * Whether a checkpoint's language model has no head of its own. A Llama's config decides, unless the checkpoint holds a
 * head that is not the embedding.
 */
export function hasTiedHead(config: InstructBlipConfig, source: WeightSource): boolean {
  const { language } = config;
  const prefix = languagePrefix(layoutOf(source), config);
  if (language.kind === 't5') return hasTiedT5Head(source, prefix);
  if (!language.config.tie_word_embeddings) return false;
  const [head, embedding] = [`${prefix}lm_head.weight`, `${prefix}model.embed_tokens.weight`];
  return !source.tensors.has(head) || areEqual(source, head, embedding);
}

/**
 * A model of these sizes with the weights of `source`, in Hugging Face's or LAVIS's layout. Throws `malformed_file` where
 * they do not fit. `source` stays open; the caller disposes the model.
 */
export function instructBlipFrom(config: InstructBlipConfig, source: WeightSource): InstructBlip {
  const isTied = hasTiedHead(config, source);
  const model = new InstructBlip(config, isTied, null);
  try {
    loadPublished(model, source, instructBlipKeys(config, layoutOf(source), isTied));
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/**
 * Reads InstructBLIP or BLIP-2 from a folder with its config.json. The weights are the folder's own or, for LAVIS's `.pth`
 * files, `weights`, with fine-tuned ones laid over either. Throws what reading these files throws.
 */
export function loadInstructBlip(
  directory: string,
  files: { readonly weights?: string; readonly fineTuned?: readonly string[] } = {},
): InstructBlip {
  const config = readModelJson(path.join(directory, 'config.json'), instructBlipConfigSchema);
  const source = openModelWeights({ directory, weights: files.weights, fineTuned: files.fineTuned });
  try {
    return instructBlipFrom(config, source);
  } finally {
    source.close();
  }
}
