import path from 'node:path';
import { writeFileAtomically } from '../../checkpoint/atomic-write.ts';
import { loadWeights } from '../../checkpoint/load-weights.ts';
import { openSafetensors, writeSafetensors } from '../../checkpoint/safetensors.ts';
import { readModelJson } from '../published-config.ts';
import { nadirMiniConfigSchema } from './config.ts';
import { modelFiles } from './files.ts';
import { NadirMini } from './model.ts';
import { Vocabulary, vocabularySchema } from './vocabulary.ts';

/**
 * Reads a model from its folder. Throws `not_found`, `unreadable_file` or `malformed_file`, each naming the file. The
 * caller disposes the model.
 */
export function loadNadirMini(directory: string): NadirMini {
  const config = readModelJson(path.join(directory, modelFiles.config), nadirMiniConfigSchema);
  const vocabularyFile = path.join(directory, modelFiles.vocabulary);
  const vocabulary = new Vocabulary(readModelJson(vocabularyFile, vocabularySchema).words, vocabularyFile);
  const weights = openSafetensors(path.join(directory, modelFiles.weights));
  const model = new NadirMini(config, vocabulary, 0);
  try {
    loadWeights(model, weights);
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    weights.close();
  }
  return model;
}

/**
 * Writes a model's folder, the weights last: a folder without them is seen as incomplete. `type` F16 halves the size at
 * the cost of the last digits. Throws `disk_full` or `unreadable_file`.
 */
export function saveNadirMini(
  model: NadirMini,
  directory: string,
  options: { readonly type?: 'F32' | 'F16'; readonly metadata?: Readonly<Record<string, string>> } = {},
): void {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
  writeFileAtomically(path.join(directory, modelFiles.config), [json(model.config)]);
  writeFileAtomically(path.join(directory, modelFiles.vocabulary), [json({ words: model.vocabulary.words })]);
  writeSafetensors(path.join(directory, modelFiles.weights), model.stateDict(), options);
}
