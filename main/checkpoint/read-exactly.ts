import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { AppError } from '../errors/app-error.ts';

/** A weights file that is open, with its size in bytes. The caller closes it with `closeFile`. */
export interface OpenFile {
  readonly file: string;
  readonly descriptor: number;
  readonly size: number;
}

/** Opens a file of weights. Throws `not_found` or `unreadable_file`, naming it. */
export function openFile(file: string): OpenFile {
  let descriptor: number | undefined;
  try {
    // Before it is opened: opening a pipe would wait for somebody to write into it.
    if (!statSync(file).isFile()) throw new Error('it is not a file');
    descriptor = openSync(file, 'r');
    const facts = fstatSync(descriptor);
    return { file, descriptor, size: facts.size };
  } catch (cause) {
    if (descriptor !== undefined) closeSync(descriptor);
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing
      ? new AppError('not_found', `There is no weights file ${file}.`, { cause })
      : new AppError('unreadable_file', `${file} could not be opened: ${(cause as Error).message}`, { cause });
  }
}

export function closeFile({ descriptor }: OpenFile): void {
  closeSync(descriptor);
}

/** Node refuses to read 2 GB at once; embeddings of large models are larger. */
const mostBytesAtOnce = 1 << 30;

/** Fills `target` from `position`. Throws `malformed_file` when the file ends first, `unreadable_file` when reading fails. */
export function readExactly({ file, descriptor }: OpenFile, target: Uint8Array, position: number): void {
  for (let done = 0; done < target.length; ) {
    let count: number;
    try {
      count = readSync(descriptor, target, done, Math.min(target.length - done, mostBytesAtOnce), position + done);
    } catch (cause) {
      throw new AppError('unreadable_file', `${file} could not be read: ${(cause as Error).message}`, { cause });
    }
    if (count === 0) throw new AppError('malformed_file', `${file} ends before its contents do; it was cut short.`);
    done += count;
  }
}
