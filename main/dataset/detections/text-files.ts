import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';

export interface TextLine {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/** The lines of a text file that are not blank. Throws `not_found` or `unreadable_file`, naming it. */
export async function readLines(file: string): Promise<readonly TextLine[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new AppError('not_found', `${file} is not there.`, { cause });
    throw new AppError('unreadable_file', `${file} cannot be read: ${message}.`, { cause });
  }
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ number: i + 1, text: line.trim() }))
    .filter((line) => line.text !== '');
}

/** The `.txt` files of a folder, in the order of their names. Throws when it is none, or has none. */
export async function textFilesOf(folder: string): Promise<readonly string[]> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => null,
  );
  if (isFolder === null) throw new AppError('not_found', `${folder} is not there.`);
  if (!isFolder) throw new AppError('bad_input', `${folder} is a file; choose the folder of the text files.`);
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith('.txt')).toSorted();
  if (names.length === 0) throw new AppError('not_found', `${folder} has no .txt file.`);
  return names.map((name) => path.join(folder, name));
}

/** Throws `malformed_file` that names the line and says what was expected. */
export function refuseLine(file: string, { number, text }: TextLine, expected: string): never {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  throw new AppError('malformed_file', `${path.basename(file)}, line ${number}: "${shown}" is not ${expected}.`, {
    details: { file, line: number },
  });
}
