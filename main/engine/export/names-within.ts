import { readdir } from 'node:fs/promises';
import { AppError } from '../../errors/app-error.ts';
import { writeError } from '../../store/atomic-file.ts';

/**
 * What lies in a folder that a model is to be written as; nothing where it is not there yet. Throws `conflict` where it is
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
