import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ProjectStore } from '../../store/project-store.ts';

const namedImages = 5;

/** Lists the problems of a project, one sentence each; empty when there are none. */
export function integrityProblems(store: ProjectStore): readonly string[] {
  return [...databaseProblems(store), ...checkpointProblems(store), ...missingImages(store)];
}

function databaseProblems({ db, file }: ProjectStore): readonly string[] {
  const found = db.pragma('integrity_check') as readonly { integrity_check: string }[];
  const damage = found.map((row) => row.integrity_check).filter((message) => message !== 'ok');
  const dangling = db.pragma('foreign_key_check') as readonly { table: string; parent: string }[];
  return [
    ...damage.map((message) => `${path.basename(file)} is damaged: ${message}.`),
    ...dangling.map(({ table, parent }) => `A row of ${table} belongs to a row of ${parent} that is not there.`),
  ];
}

function checkpointProblems(store: ProjectStore): readonly string[] {
  return store.runs.list().flatMap((run) =>
    store.runs
      .checkpoints(run.id)
      .filter(({ directory }) => !existsSync(path.join(store.runDirectory(run.id), directory)))
      .map(({ name }) => `The checkpoint ${name} of the run "${run.name}" is no longer on the disk.`),
  );
}

function missingImages(store: ProjectStore): readonly string[] {
  const missing = store.images.all().filter((image) => image.missing);
  if (missing.length === 0) return [];
  const names = missing.slice(0, namedImages).map(({ absolutePath }) => absolutePath);
  const more = missing.length > namedImages ? ` and ${missing.length - namedImages} more` : '';
  return [
    `${missing.length === 1 ? 'An image is' : `${missing.length} images are`} not there: ${names.join(', ')}${more}.`,
  ];
}
