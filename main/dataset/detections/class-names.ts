import { access } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';
import { readLines } from './text-files.ts';

const usualNames = ['classes.txt', 'obj.names', 'data.yaml', 'data.yml', 'dataset.yaml'];

/** The first of the usual files of class names in these folders, or null. */
export async function classNamesIn(folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    for (const name of usualNames) {
      const file = path.join(folder, name);
      const isThere = await access(file).then(
        () => true,
        () => false,
      );
      if (isThere) return file;
    }
  }
  return null;
}

/**
 * Class number → name: one name a line, counted from 0, or the `names` of a YAML file as a list or by number.
 * Throws `malformed_file` where there are none.
 */
export async function readClassNames(file: string): Promise<ReadonlyMap<number, string>> {
  const lines = (await readLines(file)).map(({ text }) => text);
  const names = /\.ya?ml$/i.test(file) ? yamlNames(lines) : new Map(lines.map((name, i) => [i, name]));
  if (names.size === 0)
    throw new AppError('malformed_file', `${path.basename(file)} names no classes.`, { details: { file } });
  return names;
}

const unquoted = (text: string): string => text.trim().replace(/^(['"])(.*)\1$/, '$2');

/** `names: [plane, ship]`, `names:` with `- plane` or `0: plane` lines under it, or `names: {0: plane}`. */
function yamlNames(lines: readonly string[]): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const start = lines.findIndex((line) => /^names\s*:/.test(line));
  if (start === -1) return names;
  const inline = /^names\s*:\s*[[{](.*)[\]}]\s*$/.exec(lines[start]!)?.[1];
  const entries = inline === undefined ? lines.slice(start + 1) : inline.split(',');
  for (const entry of entries) {
    const [, number, name] = /^\s*(?:-\s*|(\d+)\s*:\s*)?(.*)$/.exec(entry.replace(/\s#.*$/, '')) ?? [];
    const isListed = inline !== undefined || /^\s*(?:-|\d+\s*:)/.test(entry);
    if (!isListed || name === undefined) break;
    names.set(number === undefined ? names.size : Number(number), unquoted(name));
  }
  return names;
}
