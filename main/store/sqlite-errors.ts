import Database from 'better-sqlite3';
import { AppError } from '../errors/app-error.ts';

/** The error a person sees for what SQLite reported about `file`; errors of other kinds come back as they are. */
export function fromSqliteError(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code, message } = error;
  const because = { cause: error, details: { sqlite: code } };
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_WRITE') {
    return new AppError(
      'disk_full',
      `There is no room left on the disk for ${file}. Free some space and try again; what was saved before is safe.`,
      because,
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new AppError('already_open', `${file} is being written by another program. Close it there first.`, because);
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new AppError('malformed_file', `${file} is damaged: ${message}. Restore it from a backup.`, because);
  }
  if (code === 'SQLITE_NOTADB') {
    return new AppError('not_a_project', `${file} is not a Nadir project.`, because);
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM')) {
    return new AppError(
      'unreadable_file',
      `${file} cannot be written: ${message}. Check the permissions of the file and its folder.`,
      because,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new AppError('unreadable_file', `The disk failed while ${file} was used: ${message}.`, because);
  }
  return error;
}

/** Runs `work` and throws what `fromSqliteError` makes of its errors. */
export function withSqliteErrors<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fromSqliteError(error, file);
  }
}
