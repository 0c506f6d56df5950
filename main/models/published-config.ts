import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { faultOf, inWords } from '../errors/faults-in-words.ts';

/** A width, a number of layers or heads, a vocabulary: any whole number from 1 that a tensor could still have. */
export const size = z.int().min(1).max(10_000_000);

/** A value, or a list in the place of it, as `unlisted` makes one of it: a union would not say what is wrong with a list. */
const listable = (schema: z.ZodType<number>, unlisted: (list: readonly unknown[]) => unknown, why: string) =>
  z.unknown().transform((given, context): number => {
    const one = Array.isArray(given) ? unlisted(given as unknown[]) : given;
    const parsed = schema.safeParse(one, inWords);
    if (parsed.success) return parsed.data;
    const message = Array.isArray(given)
      ? `it is ${JSON.stringify(given).slice(0, longestShown)}; ${why}`
      : parsed.error.issues[0]!.message;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
const longestShown = 40;

/** Height and width of an image or a patch, one number or [height, width], which must be the same. */
export const side = listable(
  size,
  ([height, width, ...others]) => (height === width && others.length === 0 ? height : null),
  'only squares, [height, width] with both the same, are supported',
);

/** The id of a token. */
export const tokenId = z.int().nonnegative();
/** The end token: an id, or a list that names one. */
export const endToken = listable(
  tokenId,
  (ids) => (new Set(ids).size === 1 ? ids[0] : null),
  'one token that ends a text is supported',
);

/** Refuses ids of tokens, by the names of their settings, for which a vocabulary has no row. */
export const withinVocabulary =
  <T extends { readonly vocab_size: number }>(...names: readonly (keyof T & string)[]) =>
  (config: T, context: z.RefinementCtx): void => {
    for (const name of names) {
      const id = config[name];
      if (typeof id === 'number' && id >= config.vocab_size)
        context.addIssue({ code: 'custom', message: `it is ${id}, of ${config.vocab_size} tokens`, path: [name] });
    }
  };

/** A switch that may be left out, or null. */
export const nullIs = (byDefault: boolean) =>
  z
    .boolean()
    .nullish()
    .transform((given) => given ?? byDefault);

/** A part of a config that may be left out, or null; then, as upstream reads it, all in it has its default. */
export const partOf = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((given) => given ?? (schema.parse({}) as z.output<T>));

/** Settings have kilobytes, the largest vocabularies a few megabytes. */
const longestJsonBytes = 50_000_000;

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
    return schema.parse(JSON.parse(text), inWords);
  } catch (cause) {
    const why = cause instanceof z.ZodError ? `${faultOf(cause)}.` : (cause as Error).message;
    throw new AppError('malformed_file', `${file} is not what this model needs: ${why}`, { cause });
  }
}
