import type Database from 'better-sqlite3';

/** One numbered change of the schema. `up` runs inside a transaction that also raises `user_version`. */
export interface Migration {
  readonly version: number;
  readonly title: string;
  up(db: Database.Database): void;
}
