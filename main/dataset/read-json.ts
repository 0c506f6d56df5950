import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors/app-error.ts';
import { jsonFault } from './json-fault.ts';

/** The JSON document in `file`. Throws `unreadable_file`, or `malformed_file` with the line and column of the fault. */
export async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new AppError('not_found', `${file} is not there.`, { cause });
    if (code === 'EISDIR') throw new AppError('bad_input', `${file} is a folder; choose the caption file in it.`);
    if (code === 'EACCES') throw new AppError('unreadable_file', `${file} cannot be accessed.`, { cause });
    throw new AppError('unreadable_file', `${file} cannot be read: ${message}.`, { cause });
  }
  if (text.trim() === '')
    throw new AppError('malformed_file', `${path.basename(file)} is empty.`, { details: { file } });
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new AppError('malformed_file', `${path.basename(file)} is not valid JSON: ${whereFault(json, cause)}`, {
      cause,
      details: { file },
    });
  }
}

function whereFault(text: string, cause: unknown): string {
  const { message } = cause as SyntaxError;
  const position = jsonFault(text);
  if (position === null) return `${message}.`;
  const { line, column } = lineAndColumn(text, position);
  if (position === text.length) {
    return `it is incomplete: it ends in line ${line}. Copy or download it again.`;
  }
  const found = text.slice(position, position + 20).split('\n')[0];
  return `in line ${line}, column ${column}, near "${found}".`;
}

function lineAndColumn(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position);
  return { line: before.split('\n').length, column: position - before.lastIndexOf('\n') };
}
