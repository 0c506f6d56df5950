import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors/app-error.ts';

/**
 * Writes a file so that a reader, or a kill at any moment, sees either the old file or the whole new one: the chunks go
 * to a file beside it, which is flushed to disk and then renamed. Throws `disk_full` or `unreadable_file`.
 */
export function writeFileAtomically(file: string, chunks: Iterable<Uint8Array | string>): void {
  const partial = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.partial`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const descriptor = openSync(partial, 'wx');
    try {
      for (const chunk of chunks) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
        for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, file);
  } catch (cause) {
    try {
      rmSync(partial, { force: true });
    } catch {
      // What failed first is what the person must hear of.
    }
    if (cause instanceof AppError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new AppError('disk_full', `There is no room left on the disk to write ${file}.`, { cause });
    throw new AppError('unreadable_file', `${file} could not be written: ${(cause as Error).message}`, { cause });
  }
}
