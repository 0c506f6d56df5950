import type Database from 'better-sqlite3';
import { AppError } from '../errors/app-error.ts';
import type { Migration } from './migrations/migration.ts';

/**
 * Brings the schema up to the newest of `migrations` and returns the version it had. Each migration is its own
 * transaction. `backUp` runs once before the first, unless the database is new (version 0). Throws `newer_version`
 * when the file was written by a later Nadir, without touching it.
 */
export function migrate(
  db: Database.Database,
  file: string,
  migrations: readonly Migration[],
  backUp: (version: number) => void,
): number {
  const current = db.pragma('user_version', { simple: true }) as number;
  const newest = migrations.length;
  if (current > newest) {
    throw new AppError(
      'newer_version',
      `${file} was made by a newer Nadir: its format is ${current}, this Nadir reads up to ${newest}. Update Nadir to open it.`,
      { details: { expected: newest, actual: current } },
    );
  }
  if (current > 0 && current < newest) backUp(current);
  for (const migration of migrations.slice(current)) {
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
  return current;
}
