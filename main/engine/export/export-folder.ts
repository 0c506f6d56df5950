import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';
import { partialName, writeError } from '../../store/atomic-file.ts';

/**
 * Lets `fill` make a folder beside `out` and fill it, and gives it that name when it is whole. `out` must not be there, or
 * be an empty folder. When it fails nothing is left, folders above it that were made for it neither. Throws `conflict`,
 * what `fill` throws, `disk_full`, `unreadable_file`.
 */
export async function makeFolder(out: string, fill: (folder: string) => Promise<void>): Promise<void> {
  await refuseTaken(out);
  const parent = path.dirname(out);
  const partial = partialName(out);
  let made: string | undefined;
  try {
    made = await mkdir(parent, { recursive: true });
    await fill(partial);
    await rmdir(out).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (made !== undefined) await removeEmpty(parent, made);
    throw takenMeanwhile(error, out) ?? writeError(error, out);
  }
}

async function refuseTaken(out: string): Promise<void> {
  const names = await namesWithin(out);
  if (names.length === 0) return;
  throw new AppError(
    'conflict',
    `${out} already holds files (${names.slice(0, 3).join(', ')}${names.length > 3 ? '…' : ''}). Choose a new or empty folder.`,
  );
}

function takenMeanwhile(error: unknown, out: string): AppError | null {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR') return null;
  return new AppError('conflict', `Something else came to ${out} meanwhile. Choose a new or empty folder.`, {
    cause: error,
  });
}

/** From `folder` upwards to `last`, as long as they are empty. */
async function removeEmpty(folder: string, last: string): Promise<void> {
  for (let each = folder; ; each = path.dirname(each)) {
    const removed = await rmdir(each).then(
      () => true,
      () => false, // Somebody put something in it: it is theirs now.
    );
    if (!removed || each === last) return;
  }
}

/**
 * Names in the folder that a model is to be written as; none where it does not exist yet. Throws `conflict` where it is
 * a file, `unreadable_file`.
 */
export async function namesWithin(out: string): Promise<readonly string[]> {
  try {
    return await readdir(out);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR')
      throw new AppError('conflict', `${out} is a file. A model is written as a folder; choose another name.`);
    throw writeError(error, out);
  }
}
