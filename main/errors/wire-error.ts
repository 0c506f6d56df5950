import { z } from 'zod';
import type { WireError } from '../../preload/contract/table.ts';
import { AppError, type AppErrorCode } from './app-error.ts';
import { faultOf } from './faults-in-words.ts';

/** System errors (a full disk, a missing file, a forbidden one) with our code and sentence for each. */
const systemErrors: Readonly<Record<string, readonly [AppErrorCode, string]>> = {
  ENOSPC: ['disk_full', 'The disk is full. Free some space and try again; nothing was lost.'],
  EDQUOT: ['disk_full', 'The disk quota is used up. Free some space and try again; nothing was lost.'],
  SQLITE_FULL: ['disk_full', 'The disk is full. Free some space and try again; nothing was lost.'],
  ENOENT: ['unreadable_file', 'A file or folder is not there.'],
  EACCES: ['unreadable_file', 'A file or folder cannot be accessed.'],
  EPERM: ['unreadable_file', 'A file or folder cannot be accessed.'],
  EROFS: ['unreadable_file', 'The disk is read-only.'],
};

/** The one place where an unknown error becomes one that a person can read. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: { ...error.details } };
  if (error instanceof z.ZodError) {
    return { code: 'bad_input', message: `This cannot be done as asked: ${faultOf(error)}.`, details: {} };
  }
  const { code, message, path } = error as { code?: string; message?: string; path?: string };
  const known = code === undefined ? undefined : systemErrors[code];
  if (known) {
    return { code: known[0], message: path ? `${path}: ${known[1]}` : known[1], details: { cause: message ?? code } };
  }
  return { code: 'internal', message: `Unexpected error: ${message ?? String(error)}`, details: {} };
}

/** The other direction: an error as it was on the far side. */
export function fromWireError(error: WireError): AppError {
  return new AppError(error.code as AppErrorCode, error.message, { details: error.details });
}
