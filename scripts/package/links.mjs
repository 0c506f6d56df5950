import { copyFileSync, lstatSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Replaces every link below `folder` that points out of it by a copy of the file: a package must not lean on the
 * machine it was made on. Returns the paths, relative to `folder`. Throws when a link points nowhere or at a folder.
 */
export function copyOutsideLinks(folder) {
  const root = realpathSync(folder);
  const copied = [];
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (!lstatSync(file).isSymbolicLink()) continue;
    const target = realpathSync(file);
    if (target.startsWith(root + path.sep)) continue;
    if (statSync(target).isDirectory()) throw new Error(`${file} is a link to the folder ${target}.`);
    rmSync(file);
    copyFileSync(target, file);
    copied.push(path.relative(root, file));
  }
  return copied;
}
