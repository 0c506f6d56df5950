import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { openSafetensors } from './safetensors.ts';
import { tensorInfo, type WeightSource } from './weight-source.ts';

const indexSchema = z.object({
  metadata: z.record(z.string(), z.unknown()).optional(),
  weight_map: z.record(z.string(), z.string().min(1)),
});
/** Larger indexes than any published one: that of a 100-layer model has some 0.2 MB. */
const longestIndexBytes = 50_000_000;

/** Reads `model.safetensors.index.json`: tensor name → file name beside it. Throws `not_found` or `malformed_file`. */
export function readShardIndex(indexFile: string): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(indexFile, 'utf8');
  } catch (cause) {
    throw new AppError('not_found', `There is no index file ${indexFile}.`, { cause });
  }
  const malformed = (why: string, cause?: unknown): AppError =>
    new AppError('malformed_file', `${indexFile} is not an index of safetensors files: ${why}`, { cause });
  if (text.length > longestIndexBytes) throw malformed(`it has ${text.length} characters.`);
  let map: Readonly<Record<string, string>>;
  try {
    map = indexSchema.parse(JSON.parse(text)).weight_map;
  } catch (cause) {
    throw malformed(cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message, cause);
  }
  for (const shard of Object.values(map))
    if (shard !== path.basename(shard) || shard.includes('\\') || shard === '..')
      throw malformed(`"${shard}" lies outside its folder.`);
  return new Map(Object.entries(map));
}

/**
 * Opens a model whose weights lie in several safetensors files, by their index. Strict: a tensor that the index names and
 * its file lacks, one that a file holds and the index does not name, and one that two files hold, are errors. Throws
 * `not_found` naming a file that is missing, or `malformed_file`. The caller closes it.
 */
export function openSharded(indexFile: string): WeightSource {
  const index = readShardIndex(indexFile);
  const folder = path.dirname(indexFile);
  const shards = new Map<string, WeightSource>();
  const close = (): void => {
    for (const shard of shards.values()) shard.close();
  };
  try {
    for (const name of new Set(index.values())) shards.set(name, openSafetensors(path.join(folder, name)));
    for (const [shardName, { tensors, origin }] of shards)
      for (const name of tensors.keys())
        if (index.get(name) !== shardName)
          throw new AppError(
            'malformed_file',
            `${origin} holds a tensor "${name}" that ${indexFile} looks for in ${index.get(name) ?? 'no file'}.`,
          );
    const shardOf = (name: string): WeightSource => shards.get(index.get(name)!)!;
    const tensors = new Map([...index.keys()].map((name) => [name, tensorInfo(shardOf(name), name)] as const));
    return {
      origin: indexFile,
      metadata: [...shards.values()][0]?.metadata ?? {},
      tensors,
      read(name) {
        tensorInfo({ origin: indexFile, tensors }, name);
        return shardOf(name).read(name);
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
