import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { concurrently } from '../../dataset/concurrently.ts';

const lanes = 8;

/** Bytes of all files in a folder and the folders in it; 0 when it is not there. Files that vanish meanwhile do not count. */
export async function folderBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await concurrently(files, lanes, (entry) => fileBytes(path.join(entry.parentPath, entry.name)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A file's size, 0 when it is not there. */
export const fileBytes = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
