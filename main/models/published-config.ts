import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

/** A width, a number of layers or heads, a vocabulary: any whole number from 1 that a tensor could still have. */
export const size = z.int().min(1).max(10_000_000);

/** Settings have kilobytes, the largest vocabularies a few megabytes. */
const longestJsonBytes = 50_000_000;
const shownIssues = 5;

/**
 * Reads a JSON file of a model's folder. Throws `not_found`, `unreadable_file` or `malformed_file`, each naming the file
 * and, for a setting that is missing or cannot be used, the setting.
 */
export function readModelJson<T>(file: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    if (statSync(file).size > longestJsonBytes)
      throw new AppError('malformed_file', `${file} is too large to be a part of a model: above 50 MB.`);
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
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
    const why =
      cause instanceof z.ZodError
        ? z.prettifyError(new z.ZodError(cause.issues.slice(0, shownIssues)))
        : (cause as Error).message;
    throw new AppError('malformed_file', `${file} is not what this model needs: ${why}`, { cause });
  }
}
