import { cp, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';
import { partialName, writeError } from '../../store/atomic-file.ts';
import { namesWithin } from '../export/export-folder.ts';

const required = ['model.safetensors', 'config.json'] as const;
/** Optional files of a model's folder: the model is complete without them. */
const optional = ['vocabulary.json', 'base.json', 'training.json', 'LICENSE'] as const;
const cardName = 'README.md';
const ours = new Set<string>([...required, ...optional, cardName]);

/**
 * Copies a model to `out` and writes its card, or copies that too where it is null, in a folder beside it that takes its name when it is whole. A former export
 * at `out` is replaced; anything else there is left alone. Returns how many files were written. Throws `conflict`,
 * `disk_full`, `unreadable_file`.
 */
export async function writeModelFolder(source: string, out: string, card: string | null): Promise<number> {
  await refuseForeign(out);
  const partial = partialName(out);
  try {
    const names = new Set(await readdir(source));
    const files = [...required, ...optional.filter((name) => names.has(name))];
    await mkdir(partial, { recursive: true });
    for (const name of files) await cp(path.join(source, name), path.join(partial, name));
    if (card === null) await cp(path.join(source, cardName), path.join(partial, cardName));
    else await writeFile(path.join(partial, cardName), card);
    for (const name of [...files, cardName]) await flush(path.join(partial, name));
    await replace(partial, out);
    return files.length + 1;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw writeError(error, out);
  }
}

/** A folder that is empty or holds a model that was exported before may be replaced. */
async function refuseForeign(out: string): Promise<void> {
  const names = await namesWithin(out);
  const foreign = names.filter((name) => !ours.has(name));
  if (foreign.length === 0 && (names.length === 0 || (await isModel(out)))) return;
  throw new AppError(
    'conflict',
    `${out} already holds other files (${(foreign.length > 0 ? foreign : names).slice(0, 3).join(', ')}). Choose a new or empty folder.`,
  );
}

async function isModel(folder: string): Promise<boolean> {
  try {
    const config = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8')) as {
      model?: unknown;
      model_type?: unknown;
    };
    return typeof config.model === 'string' || typeof config.model_type === 'string';
  } catch {
    // No readable configuration: not a model of ours.
    return false;
  }
}

/** Sets the old content of `out` aside until the new folder has its name, so that a crash loses neither. */
async function replace(partial: string, out: string): Promise<void> {
  const former = partialName(out);
  const replaced = await rename(out, former).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(partial, out);
  } catch (error) {
    if (replaced) await rename(former, out);
    throw error;
  }
  await rm(former, { recursive: true, force: true });
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}
