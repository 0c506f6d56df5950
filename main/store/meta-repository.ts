import type Database from 'better-sqlite3';

export type MetaKey = 'name' | 'created_at' | 'sample' | 'ontology';

/** Facts of the project itself, by key. */
export class MetaRepository {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  get(key: MetaKey): string | undefined {
    return this.#db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(key);
  }

  set(key: MetaKey, value: string): void {
    this.#db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
  }

  remove(key: MetaKey): void {
    this.#db.prepare('DELETE FROM meta WHERE key = ?').run(key);
  }
}
