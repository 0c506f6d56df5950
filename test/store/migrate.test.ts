import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../main/store/migrations/catalog.ts';
import type { Migration } from '../../main/store/migrations/migration.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import { addImage, rewrite, temporaryFile } from './support.ts';

const newest = migrations.length;

/** A change as a later version may make one. */
const addNotes: Migration = {
  version: newest + 1,
  title: 'notes on images',
  up(db) {
    db.exec(`ALTER TABLE images ADD COLUMN note TEXT NOT NULL DEFAULT ''`);
    db.exec('UPDATE images SET note = upper(file_name)');
  },
};
const failing: Migration = {
  version: newest + 2,
  title: 'fails half-way',
  up(db) {
    db.exec(`UPDATE images SET note = 'lost'`);
    throw new Error('the migration failed');
  },
};

function oldProject(): string {
  const store = ProjectStore.create(temporaryFile());
  addImage(store, 'a.png', ['a bay', 'a cove']);
  rewrite(store, 1, { text: 'a wide bay' });
  store.close();
  return store.file;
}

const backupsOf = (file: string): string => path.join(`${file}.files`, 'backups');

it('every migration is numbered by its place', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
});

describe('a project of an older format', () => {
  it('keeps its rows and gets what is new', () => {
    const store = ProjectStore.open(oldProject(), [...migrations, addNotes]);
    expect(store.schemaVersion).toBe(newest + 1);
    expect(store.db.prepare('SELECT file_name, note FROM images').all()).toEqual([
      { file_name: 'a.png', note: 'A.PNG' },
    ]);
    expect(store.captions.ofImage(1).map(({ text }) => text)).toEqual(['a wide bay', 'a cove']);
    expect(store.edits.undo()?.label).toBe('Edit caption');
    expect(store.captions.ofImage(1)[0]?.text).toBe('a bay');
    store.close();
  });

  it('is backed up first, in its old format', () => {
    const file = oldProject();
    ProjectStore.open(file, [...migrations, addNotes]).close();
    const [name, ...more] = readdirSync(backupsOf(file));
    expect(more).toEqual([]);
    expect(name).toMatch(new RegExp(`^format-${newest}-.*\\.nadir$`));
    // An older Nadir opens the backup.
    const backup = ProjectStore.open(path.join(backupsOf(file), name!));
    expect(backup.schemaVersion).toBe(newest);
    expect(backup.captions.ofImage(1)).toHaveLength(2);
    backup.close();
  });

  it('whose migration fails stays at the last one that worked, with every row', () => {
    const file = oldProject();
    expect(() => ProjectStore.open(file, [...migrations, addNotes, failing])).toThrow('the migration failed');
    const store = ProjectStore.open(file, [...migrations, addNotes]);
    expect(store.schemaVersion).toBe(newest + 1);
    expect(store.db.prepare('SELECT note FROM images').pluck().all()).toEqual(['A.PNG']);
    store.close();
  });
});

it('a project of the newest format is opened as it is, without a backup', () => {
  const file = oldProject();
  const before = readFileSync(file);
  ProjectStore.open(file).close();
  expect(readFileSync(file)).toEqual(before);
  expect(readdirSync(`${file}.files`)).not.toContain('backups');
});
