import { readFileSync, statSync } from 'node:fs';
import { AppError } from '../../errors/app-error.ts';

/** The largest published vocabularies have 256,000 pieces in 35 MB of JSON, or 4.5 MB of other kinds. */
const mostBytes = 50_000_000;
/** Of any kind of tokenizer; the largest published have a quarter of it. */
export const mostPieces = 1_000_000;
/** In bytes; SentencePiece makes pieces of 16 characters, people define some longer ones. */
export const longestPiece = 1024;

/** The error for a file of the kind `kind`: "FILE is not a KIND that can be read: WHY." */
export type Malformed = (why: string, cause?: unknown) => AppError;
export const malformedAs =
  (file: string, kind: string): Malformed =>
  (why, cause) =>
    new AppError('malformed_file', `${file} is not a ${kind} that can be read: ${why}.`, { cause });

/**
 * All of a tokenizer's file. Throws `not_found` or `unreadable_file`, and what `malformed` makes for one that is empty, far
 * larger than any vocabulary, or a note of Git LFS where the file should be.
 */
export function readTokenizerFile(file: string, malformed: Malformed): Buffer {
  let content: Buffer;
  try {
    const facts = statSync(file);
    // Before it is opened: opening a pipe would wait for somebody to write into it.
    if (!facts.isFile()) throw new Error('it is not a file');
    if (facts.size > mostBytes) throw malformed(`it has ${facts.size.toLocaleString('en')} bytes, above 50 MB`);
    content = readFileSync(file);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new AppError('not_found', `There is no tokenizer file ${file}.`, { cause });
    throw new AppError('unreadable_file', `${file} could not be read: ${(cause as Error).message}`, { cause });
  }
  if (content.length === 0) throw malformed('it is empty');
  if (content.subarray(0, 24).equals(Buffer.from('version https://git-lfs.')))
    throw malformed('it only names a file of Git LFS, which must be fetched (git lfs pull)');
  return content;
}
