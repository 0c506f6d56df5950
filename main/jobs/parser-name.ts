import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

/** Identifies a parser. Graphs are kept under id and version, so other weights must have another version. */
export interface ParserName {
  readonly id: string;
  readonly version: string;
  readonly title: string;
}

const ownSchema = z.object({ model: z.literal('graph-parser'), release: z.string().min(1) });
const publishedSchema = z.object({ model_type: z.literal('t5') });

/**
 * The name of the parser in a folder, without loading it: Nadir's own says its release, a published checkpoint is told
 * by its configuration and by the sizes of its weights. Throws `not_found` or `malformed_file` naming the file.
 */
export function parserName(directory: string): ParserName {
  const file = path.join(directory, 'config.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('not_found', `There is no graph parser in ${directory}: ${file} could not be read.`, { cause });
  }
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (cause) {
    throw new AppError('malformed_file', `${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
  const own = ownSchema.safeParse(config);
  if (own.success)
    return { id: own.data.model, version: own.data.release, title: 'Nadir’s parser (a small neural network)' };
  if (publishedSchema.safeParse(config).success)
    return { id: 'factual-t5', version: published(directory, text), title: `FACTUAL (${path.basename(directory)})` };
  throw new AppError(
    'malformed_file',
    `${file} is of no graph parser: it needs "model": "graph-parser" and a "release", or "model_type": "t5".`,
  );
}

/** Checkpoints of one shape have weights of one size, but seldom to the byte and of the same moment. */
function published(directory: string, config: string): string {
  const hash = createHash('sha256').update(config);
  for (const name of readdirSync(directory).sort()) {
    if (!/\.(?:safetensors|bin|pth)$/.test(name)) continue;
    const { size, mtimeMs } = statSync(path.join(directory, name));
    hash.update(`${name} ${size} ${Math.round(mtimeMs)}`);
  }
  return hash.digest('hex').slice(0, 12);
}
