import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

/** A width, a number of layers or heads, a vocabulary: any whole number from 1 that a tensor could still have. */
export const size = z.int().min(1).max(10_000_000);

/**
 * Reads a JSON file of a model's folder. Throws `not_found`, `unreadable_file` or `malformed_file`, each naming the file
 * and, for a setting that is missing or cannot be used, the setting.
 */
export function readModelJson<T>(file: string, schema: z.ZodType<T>): T {
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
