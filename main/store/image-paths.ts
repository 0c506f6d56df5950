import path from 'node:path';

/** The two forms in which an image's place is stored. */
export interface StoredPath {
  readonly path: string;
  readonly absolutePath: string;
}

/**
 * How `absolutePath` is stored for a project in `projectDirectory`: relative to it with forward slashes where the two
 * share a root, so that project and images can move together; the absolute path beside it, for when only one moves.
 */
export function storedPath(projectDirectory: string, absolutePath: string): StoredPath {
  const relative = path.relative(projectDirectory, absolutePath);
  const stored = path.isAbsolute(relative) ? absolutePath : relative;
  return { path: stored.split(path.sep).join('/'), absolutePath };
}

/** The places to look for a stored image, in order. */
export function candidatePaths(projectDirectory: string, stored: StoredPath): readonly string[] {
  const resolved = path.resolve(projectDirectory, stored.path);
  return resolved === stored.absolutePath ? [resolved] : [resolved, stored.absolutePath];
}

/** Sorts "img2" before "img10" with a plain comparison: lower case, every number padded to 12 digits. */
export function nameKey(fileName: string): string {
  return fileName
    .normalize('NFC')
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}
