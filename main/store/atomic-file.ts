import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors/app-error.ts';

/**
 * Writes `chunks` to a file beside `file`, flushes it to disk and renames it, so that a crash at any moment leaves the
 * old file or the whole new one. Returns the bytes written. Throws `disk_full` or `unreadable_file`.
 */
export async function writeFileAtomically(
  file: string,
  chunks: Iterable<string | Uint8Array>,
  signal?: AbortSignal,
): Promise<number> {
  const partial = partialName(file);
  let handle: FileHandle | undefined;
  let bytes = 0;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    handle = await open(partial, 'wx');
    for (const chunk of chunks) {
      signal?.throwIfAborted();
      const data = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
      await handle.writeFile(data);
      bytes += data.length;
    }
    await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(partial, file);
    return bytes;
  } catch (error) {
    // What failed first is what the person must hear of, whether or not tidying up succeeds.
    await handle?.close().catch(() => undefined);
    await rm(partial, { force: true }).catch(() => undefined);
    throw writeError(error, file);
  }
}

/** The name of the unfinished file: in the same folder, so that the rename is atomic; short, so that long names still fit. */
export function partialName(file: string): string {
  return path.join(path.dirname(file), `.${process.pid}-${randomBytes(6).toString('hex')}.partial`);
}

/** Turns a failure to write `file` into the error a person sees. Errors of our own and cancelling pass through. */
export function writeError(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error;
  const { code, message, name } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('disk_full', `There is no room left on the disk to write ${file}.`, { cause: error });
  }
  if (code === undefined) return error;
  return new AppError('unreadable_file', `${file} cannot be written: ${message}.`, { cause: error });
}
