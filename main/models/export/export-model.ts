import { statfsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isBeside, tokenizerFolders } from '../../checkpoint/hub/wanted-files.ts';
import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { valueBytes, writeSharded } from '../../checkpoint/write-sharded.ts';
import { AppError } from '../../errors/app-error.ts';
import { bytesInWords } from '../../errors/bytes-in-words.ts';
import { type ModelPlace, wholePlace } from '../model-place.ts';
import { openHuggingFaceWeights } from './hugging-face-weights.ts';

export interface ExportOptions {
  /** Told after each piece how many bytes of the weights are written; where it throws, nothing is left behind. */
  readonly onProgress: (done: number, total: number) => Promise<void>;
  /** Weights beyond it go into several files. */
  readonly shardBytes?: number;
  /** Free bytes where a folder is made; asked of the system unless given. */
  readonly freeBytes?: (folder: string) => number;
}

/** Room for the heads of the weights' files and for the card. */
const besideBytes = 10e6;

/**
 * Writes a published model as a whole into `directory`, which it makes: Hugging Face's layout, what was trained in its
 * place, adapters merged, float32, with the tokenizers and settings of the model that it was trained from. Nothing of the
 * folder is left when it fails. Throws `disk_full` saying how much is needed, what opening the model throws, and the
 * system's errors.
 */
export async function exportModel(place: ModelPlace, directory: string, options: ExportOptions): Promise<void> {
  const whole = wholePlace(place);
  const source = openHuggingFaceWeights(whole);
  try {
    const beside = await filesBeside(whole.directory);
    const copied = beside.reduce((sum, { bytes }) => sum + bytes, 0);
    const needed = valueBytes(source) + copied + besideBytes;
    refuseFullDisk(path.dirname(directory), needed, options.freeBytes ?? freeBytesAt);
    await mkdir(directory);
    try {
      await writeWeights(source, directory, options);
      await copyBeside(beside, whole.directory, directory);
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  } finally {
    source.close();
  }
}

async function writeWeights(source: WeightSource, directory: string, options: ExportOptions): Promise<void> {
  const total = valueBytes(source);
  let done = 0;
  const written = async (bytes: number): Promise<void> => {
    done += bytes;
    await options.onProgress(done, total);
  };
  await writeSharded(source, directory, written, options.shardBytes);
}

async function copyBeside(files: readonly Beside[], from: string, to: string): Promise<void> {
  for (const { name } of files) {
    await mkdir(path.dirname(path.join(to, name)), { recursive: true });
    await writeFile(path.join(to, name), await readFile(path.join(from, name)), { flush: true });
  }
  await writeFile(path.join(to, 'config.json'), await writtenConfig(from), { flush: true });
}

/** A file that is copied, by its path in the model's folder. */
interface Beside {
  readonly name: string;
  readonly bytes: number;
}

/** Tokenizers, settings of preprocessing and generation, licence and card. Links, as hubs' caches have them, are followed. */
async function filesBeside(folder: string): Promise<readonly Beside[]> {
  const names = await readdir(folder);
  // Not the whole tree: the config of a LAVIS checkpoint may lie among anything.
  const below = names.filter((name) => tokenizerFolders.has(name));
  const inner = await Promise.all(
    below.map(async (name) =>
      (await readdir(path.join(folder, name)).catch(() => [])).map((each) => `${name}/${each}`),
    ),
  );
  const wanted = [...names, ...inner.flat()].filter((name) => name !== 'config.json' && isBeside(name));
  const files = await Promise.all(wanted.map(async (name) => ({ name, facts: await stat(path.join(folder, name)) })));
  return files.filter(({ facts }) => facts.isFile()).map(({ name, facts }) => ({ name, bytes: facts.size }));
}

/** A setting that names the type of weights, wherever in a config it stands. */
const typeSetting = /("(?:torch_)?dtype"\s*:\s*)"[^"]*"/g;

/**
 * The model's config, letter by letter but for the type of its weights, in which readers load them. Parsed and written
 * again it would turn 0.0 into 0, which the reference refuses as no float.
 */
async function writtenConfig(folder: string): Promise<string> {
  const text = await readFile(path.join(folder, 'config.json'), 'utf8');
  return text.replace(typeSetting, '$1"float32"');
}

function refuseFullDisk(folder: string, needed: number, freeBytes: (folder: string) => number): void {
  const free = freeBytes(folder);
  if (free >= needed) return;
  throw new AppError(
    'disk_full',
    `The model takes about ${bytesInWords(needed)}, and ${bytesInWords(free)} are free at ${folder}. Choose another disk, or make room there.`,
    { details: { needed, free } },
  );
}

function freeBytesAt(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
