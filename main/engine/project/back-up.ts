import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';
import { partialName, writeError } from '../../store/atomic-file.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { fromSqliteError } from '../../store/sqlite-errors.ts';

/** Copies the open project's file to `target`, whole or not at all, and returns the copy's bytes. */
export async function backUp(store: ProjectStore, target: string): Promise<number> {
  if (path.resolve(target) === store.file) {
    throw new AppError('bad_input', `${target} is the project itself. Choose another name for the backup.`);
  }
  const directory = path.dirname(target);
  if (!(await stat(directory).catch(() => undefined))?.isDirectory()) {
    throw new AppError('not_found', `The folder ${directory} is not there. Choose another for the backup.`);
  }
  const partial = partialName(target);
  try {
    const bytes = await store.backup(partial);
    await rename(partial, target);
    return bytes;
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(partial + suffix, { force: true });
    throw writeError(fromSqliteError(error, target), target);
  }
}
