import { type FileHandle, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { weightNames } from './open-weights.ts';
import { safetensorsHead } from './safetensors-head.ts';
import { valueCount, type WeightSource } from './weight-source.ts';

/** A file of a sharded model and what goes into it, in this order. */
export interface Shard {
  readonly file: string;
  readonly names: readonly string[];
}

/** Above it a model is written in several files, as the reference did for years: every tool and file system takes them. */
export const usualShardBytes = 5e9;
/** Metadata that readers of torch's side demand. */
const metadata = { format: 'pt' } as const;
const floatBytes = Float32Array.BYTES_PER_ELEMENT;
/** Handed to the disk at once; between two of these a writer can be told to end. */
const pieceBytes = 32 << 20;

const bytesOf = (source: Pick<WeightSource, 'tensors'>, name: string): number =>
  valueCount(source.tensors.get(name)!.shape) * floatBytes;

/** Bytes of all values as float32. */
export const valueBytes = (source: Pick<WeightSource, 'tensors'>): number =>
  [...source.tensors.keys()].reduce((sum, name) => sum + bytesOf(source, name), 0);

/**
 * Which tensors go into which file: sorted by name, a new file where the next tensor would make one larger than
 * `shardBytes`. One file is `model.safetensors`, several are numbered: `model-00001-of-00002.safetensors`.
 */
export function planShards(source: Pick<WeightSource, 'tensors'>, shardBytes = usualShardBytes): readonly Shard[] {
  const groups: string[][] = [[]];
  let held = 0;
  for (const name of [...source.tensors.keys()].sort()) {
    const bytes = bytesOf(source, name);
    if (held > 0 && held + bytes > shardBytes) {
      groups.push([]);
      held = 0;
    }
    groups.at(-1)!.push(name);
    held += bytes;
  }
  const five = (value: number): string => String(value).padStart(5, '0');
  return groups.map((names, at) => ({
    names,
    file: groups.length === 1 ? weightNames.single : `model-${five(at + 1)}-of-${five(groups.length)}.safetensors`,
  }));
}

/**
 * Writes a model's weights into `directory` as float32, in one file or several with their index, tensor by tensor, so
 * that the memory it takes is the largest tensor. `written(bytes)` is told after each piece; where it throws, writing ends.
 * The folder is the caller's to remove then. Throws what reading `source` throws, and the system's errors.
 */
export async function writeSharded(
  source: WeightSource,
  directory: string,
  written: (bytes: number) => Promise<void>,
  shardBytes?: number,
): Promise<void> {
  const shards = planShards(source, shardBytes);
  for (const shard of shards) await writeShard(source, path.join(directory, shard.file), shard, written);
  if (shards.length === 1) return;
  const weightMap = Object.fromEntries(shards.flatMap(({ file, names }) => names.map((name) => [name, file] as const)));
  const index = { metadata: { total_size: valueBytes(source) }, weight_map: weightMap };
  await writeFile(path.join(directory, weightNames.index), `${JSON.stringify(index, null, 2)}\n`, { flush: true });
}

async function writeShard(
  source: WeightSource,
  file: string,
  { names }: Shard,
  written: (bytes: number) => Promise<void>,
): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    const shapes = names.map((name) => [name, source.tensors.get(name)!.shape] as const);
    await writeAll(handle, safetensorsHead(shapes, 'F32', metadata));
    for (const name of names) {
      const { data } = source.read(name);
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        const piece = bytes.subarray(from, from + pieceBytes);
        await writeAll(handle, piece);
        await written(piece.length);
      }
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await handle.write(bytes, done)).bytesWritten;
}
