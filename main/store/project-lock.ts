import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../errors/app-error.ts';
import { fromSqliteError, withSqliteErrors } from './sqlite-errors.ts';

/**
 * Takes the project for this process and returns the function that gives it back. The lock is SQLite's own on an empty
 * file in the project's folder of files: the operating system drops it when the process ends in any way, so a crash
 * leaves no stale lock (a file with a process id would), and other programs may still read the project itself.
 * Throws `already_open`.
 */
export function lockProject(projectFile: string, filesDirectory: string): () => void {
  const lockFile = path.join(filesDirectory, 'lock');
  let made: string | undefined;
  try {
    made = mkdirSync(filesDirectory, { recursive: true });
  } catch (cause) {
    throw new AppError('unreadable_file', `${filesDirectory} cannot be created: ${(cause as Error).message}.`, {
      cause,
    });
  }
  const db = withSqliteErrors(lockFile, () => new Database(lockFile, { timeout: 0 }));
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    db.close();
    if ((cause as { code?: string }).code !== 'SQLITE_BUSY') {
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
      throw fromSqliteError(cause, projectFile);
    }
    throw new AppError(
      'already_open',
      `${projectFile} is already open in another Nadir window or command. Close it there first.`,
      { cause, details: { file: projectFile } },
    );
  }
  return () => db.close();
}
