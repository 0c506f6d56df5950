import path from 'node:path';
import { AppError } from '../errors/app-error.ts';
import { quoted } from '../errors/quoted.ts';
import { closeFile, openFile, readExactly } from './read-exactly.ts';
import { openSafetensors } from './safetensors.ts';
import { tensorInfo, type WeightSource } from './weight-source.ts';

/** Larger indexes than any published one: that of a 100-layer model has some 0.2 MB. */
const longestIndexBytes = 10_000_000;

/** Reads `model.safetensors.index.json`: tensor name → file name beside it. Throws `not_found` or `malformed_file`. */
export function readShardIndex(indexFile: string): ReadonlyMap<string, string> {
  const malformed = (why: string, cause?: unknown): AppError =>
    new AppError('malformed_file', `${indexFile} is not an index of safetensors files: ${why}.`, { cause });
  const text = indexText(indexFile, malformed);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw malformed('it is not JSON', cause);
  }
  const map = (parsed as { readonly weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw malformed('it has no "weight_map"');
  const index = new Map<string, string>();
  for (const [tensor, shard] of Object.entries(map)) {
    if (typeof shard !== 'string' || shard === '') throw malformed(`${quoted(tensor)} in it has no file's name`);
    if (shard !== path.basename(shard) || shard.includes('\\') || shard === '..')
      throw malformed(`${quoted(shard)} lies outside its folder`);
    index.set(tensor, shard);
  }
  return index;
}

function indexText(indexFile: string, malformed: (why: string) => AppError): string {
  const open = openFile(indexFile);
  try {
    if (open.size > longestIndexBytes) throw malformed(`it has ${open.size} bytes`);
    const bytes = Buffer.alloc(open.size);
    readExactly(open, bytes, 0);
    return bytes.toString('utf8');
  } finally {
    closeFile(open);
  }
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
            `${origin} holds a tensor ${quoted(name)} that ${indexFile} looks for in ${index.get(name) ?? 'no file'}.`,
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
