import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../checkpoint/atomic-write.ts';
import { readSafetensors, writeSafetensors } from '../../checkpoint/safetensors.ts';
import { AppError } from '../../errors/app-error.ts';
import { nadirMiniConfigSchema } from './config.ts';
import { NadirMini } from './model.ts';
import { Vocabulary, vocabularySchema } from './vocabulary.ts';

/** The files of a model's folder. */
export const modelFiles = {
  config: 'config.json',
  vocabulary: 'vocabulary.json',
  weights: 'model.safetensors',
} as const;

function readJson<T>(file: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AppError(
      missing ? 'not_found' : 'unreadable_file',
      missing ? `There is no file ${file}: the folder holds no complete model.` : `${file} could not be read.`,
      { cause },
    );
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new AppError('malformed_file', `${file} is not what this model needs: ${why}`, { cause });
  }
}

/**
 * Reads a model from its folder. Throws `not_found`, `unreadable_file` or `malformed_file`, each naming the file. The
 * caller disposes the model.
 */
export function loadNadirMini(directory: string): NadirMini {
  const config = readJson(path.join(directory, modelFiles.config), nadirMiniConfigSchema);
  const vocabularyFile = path.join(directory, modelFiles.vocabulary);
  const vocabulary = new Vocabulary(readJson(vocabularyFile, vocabularySchema).words, vocabularyFile);
  const weights = path.join(directory, modelFiles.weights);
  const { tensors } = readSafetensors(weights);
  const model = new NadirMini(config, vocabulary, 0);
  try {
    model.loadStateDict(tensors, weights);
  } catch (error) {
    model.dispose();
    throw error;
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
