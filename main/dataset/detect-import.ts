import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ImportFormat } from '../../preload/contract/project.ts';
import { formatOf, readCaptionFile } from './formats.ts';
import { ImageFolder } from './image-folder.ts';
import { readJson } from './read-json.ts';

export interface DetectedImport {
  readonly format: ImportFormat | null;
  readonly captionsFile: string | null;
  readonly imagesDirectory: string | null;
}
const namesTried = 5;

/**
 * Interprets dropped or chosen paths: the first caption file among them or inside a dropped folder, and the folder that
 * holds the images it names (dropped, beside the caption file, or one level below it). Null for what was not found.
 */
export async function detectImport(paths: readonly string[]): Promise<DetectedImport> {
  const directories: string[] = [];
  const files: string[] = [];
  for (const dropped of paths) {
    const facts = await stat(dropped).catch(() => undefined);
    if (facts?.isDirectory()) directories.push(dropped);
    else if (facts?.isFile() && dropped.toLowerCase().endsWith('.json')) files.push(dropped);
  }
  for (const directory of directories) files.push(...(await jsonFilesIn(directory)));

  for (const captionsFile of files) {
    // A file that is not JSON, or not captions, may lie beside the one that is meant.
    const format = await readJson(captionsFile).then(formatOf, () => null);
    if (format === null) continue;
    return { format, captionsFile, imagesDirectory: await findImages(format, captionsFile, directories) };
  }
  // A caption file dropped alone that cannot be read is still what the person meant: importing it says what is wrong.
  return { format: null, captionsFile: files[0] ?? null, imagesDirectory: directories[0] ?? null };
}

async function jsonFilesIn(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  return names
    .filter((name) => name.toLowerCase().endsWith('.json'))
    .sort()
    .map((name) => path.join(directory, name));
}

async function findImages(
  format: ImportFormat,
  captionsFile: string,
  dropped: readonly string[],
): Promise<string | null> {
  const source = await readCaptionFile(format, captionsFile).catch(() => undefined);
  const names = source?.images.slice(0, namesTried).map(({ fileName }) => fileName) ?? [];
  const roots = [...dropped, path.dirname(captionsFile)];
  const below = await Promise.all(roots.map(subdirectories));
  for (const directory of new Set([...roots, ...below.flat()])) {
    for (const name of names) {
      if ((await stat(path.join(directory, name)).catch(() => undefined))?.isFile()) return path.resolve(directory);
    }
  }
  for (const directory of dropped) {
    const folder = await ImageFolder.open(directory).catch(() => undefined);
    for (const name of names) if (folder && (await folder.find(name)) !== null) return folder.directory;
  }
  return dropped[0] ?? null;
}

async function subdirectories(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(directory, entry.name));
}
