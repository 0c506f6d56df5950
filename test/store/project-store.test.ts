import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../main/store/migrations/catalog.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import { withSqliteErrors } from '../../main/store/sqlite-errors.ts';
import { addImage, everyImage, temporaryDirectory, temporaryFile } from './support.ts';

/** A closed project with one image in it. */
function madeProject(): string {
  const file = temporaryFile();
  const store = ProjectStore.create(file);
  addImage(store, 'a.png', ['a bay']);
  store.close();
  return file;
}

const errorOf = (work: () => unknown): { code: string; message: string; details: Record<string, unknown> } => {
  try {
    work();
  } catch (error) {
    return error as never;
  }
  throw new Error('nothing was thrown');
};

describe('a new project', () => {
  it('is a strict database with foreign keys, a write-ahead log and our mark', () => {
    const store = ProjectStore.create(temporaryFile());
    const pragma = (name: string) => store.db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('application_id')).toBe(0x4e414452);
    expect(pragma('user_version')).toBe(store.schemaVersion);
    const tables = store.db.pragma('table_list') as { name: string; type: string; strict: number }[];
    const own = tables.filter(({ name, type }) => type === 'table' && !name.startsWith('sqlite_'));
    expect(own.length).toBeGreaterThan(8);
    expect(own.filter(({ strict }) => strict === 0)).toEqual([]);
    store.close();
  });

  it('refuses a caption of no image, a text where a number belongs, and an unknown status', () => {
    const store = ProjectStore.create(temporaryFile());
    const image = addImage(store, 'a.png', []);
    const insert = (imageId: unknown, position: unknown, status: string) =>
      store.db
        .prepare('INSERT INTO captions (image_id, position, text, status) VALUES (?, ?, ?, ?)')
        .run(imageId, position, 'x', status);
    expect(() => insert(99, 0, 'draft')).toThrow(/FOREIGN KEY/);
    expect(() => insert(image, 'first', 'draft')).toThrow(/cannot store TEXT/);
    expect(() => insert(image, 0, 'perfect')).toThrow(/CHECK/);
    store.close();
  });

  it('knows its name, its folder and whether it is the sample', () => {
    const file = temporaryFile('Küste 2.nadir');
    const store = ProjectStore.create(file, { sample: true });
    expect(store.name).toBe('Küste 2');
    expect(store.filesDirectory).toBe(`${file}.files`);
    expect(store.meta.get('sample')).toBe('yes');
    expect(store.runDirectory('r1')).toBe(path.join(`${file}.files`, 'runs', 'r1'));
    store.close();
  });

  it('does not replace a file that is there', () => {
    const file = madeProject();
    const before = readFileSync(file);
    expect(errorOf(() => ProjectStore.create(file))).toMatchObject({ code: 'conflict' });
    expect(readFileSync(file)).toEqual(before);
  });

  it('wants the ending .nadir, and makes the folders above it', () => {
    expect(errorOf(() => ProjectStore.create(temporaryFile('coast.db'))).code).toBe('bad_input');
    const file = path.join(temporaryDirectory(), 'new', 'deep', 'coast.nadir');
    ProjectStore.create(file).close();
    expect(existsSync(file)).toBe(true);
  });

  it('says which folder is in the way', () => {
    const blocked = temporaryFile('file');
    writeFileSync(blocked, '');
    const error = errorOf(() => ProjectStore.create(path.join(blocked, 'coast.nadir')));
    expect(error.code).toBe('unreadable_file');
    expect(error.message).toContain(blocked);
  });
});

describe('opening', () => {
  it('gives back what was stored', () => {
    const store = ProjectStore.open(madeProject());
    expect(store.images.cards(store.images.list(everyImage))).toMatchObject([{ fileName: 'a.png', caption: 'a bay' }]);
    store.close();
  });

  it('twice at once is refused, by any path to it, and works again after closing', () => {
    const file = madeProject();
    const link = path.join(temporaryDirectory(), 'link.nadir');
    symlinkSync(file, link);
    const first = ProjectStore.open(file);
    expect(errorOf(() => ProjectStore.open(file))).toMatchObject({
      code: 'already_open',
      message: expect.stringContaining(file),
    });
    expect(errorOf(() => ProjectStore.open(link)).code).toBe('already_open');
    first.close();
    ProjectStore.open(link).close();
  });

  it('of what is not a project says so and leaves the file alone', () => {
    const directory = temporaryDirectory();
    const refuse = (name: string, content: string | Buffer) => {
      const file = path.join(directory, name);
      writeFileSync(file, content);
      const error = errorOf(() => ProjectStore.open(file));
      expect(error.code).toBe('not_a_project');
      expect(error.message).toContain(file);
      expect(readFileSync(file)).toEqual(Buffer.from(content));
      expect(existsSync(`${file}.files`)).toBe(false);
    };
    refuse('empty.nadir', '');
    refuse('text.nadir', 'hello');
    refuse('image.nadir', Buffer.alloc(5000, 7));
    const other = new Database(path.join(directory, 'other.db'));
    other.exec('CREATE TABLE t (x)');
    other.close();
    refuse('other.nadir', readFileSync(path.join(directory, 'other.db')));
    mkdirSync(path.join(directory, 'folder.nadir'));
    expect(errorOf(() => ProjectStore.open(path.join(directory, 'folder.nadir'))).code).toBe('not_a_project');
    expect(errorOf(() => ProjectStore.open(path.join(directory, 'gone.nadir'))).code).toBe('not_found');
  });

  it('of a project from a newer Nadir is refused without touching it', () => {
    const file = madeProject();
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(file);
    expect(errorOf(() => ProjectStore.open(file))).toMatchObject({
      code: 'newer_version',
      message: expect.stringMatching(/its format is 99, this Nadir reads up to \d/),
    });
    expect(readFileSync(file)).toEqual(before);
    // The refusal gave the lock back.
    const again = new Database(file);
    again.pragma(`user_version = ${migrations.length}`);
    again.close();
    ProjectStore.open(file).close();
  });

  it('of a file that is cut short says by how much', () => {
    const file = madeProject();
    const whole = readFileSync(file).length;
    truncateSync(file, whole - 5000);
    expect(errorOf(() => ProjectStore.open(file))).toMatchObject({
      code: 'malformed_file',
      message: expect.stringContaining(`it has ${whole - 5000} of ${whole} bytes`),
      details: { expected: whole, actual: whole - 5000 },
    });
  });

  it('of a damaged file names it as damaged', () => {
    const file = madeProject();
    const bytes = readFileSync(file);
    // The table of tables, behind SQLite's own header.
    bytes.fill(0xff, 100, 4096);
    writeFileSync(file, bytes);
    const error = errorOf(() => ProjectStore.open(file));
    expect(error.code).toBe('malformed_file');
    expect(error.message).toContain(`${file} is damaged`);
  });

  it('of a file whose rows are damaged names it when they are read', () => {
    const file = madeProject();
    const db = new Database(file);
    const [page, pageSize] = [
      db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'captions'`).pluck().get() as number,
      db.pragma('page_size', { simple: true }) as number,
    ];
    db.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, (page - 1) * pageSize, page * pageSize);
    writeFileSync(file, bytes);
    const store = ProjectStore.open(file);
    const error = errorOf(() => withSqliteErrors(store.file, () => store.captions.ofImage(1)));
    expect(error).toMatchObject({ code: 'malformed_file', message: expect.stringContaining(`${file} is damaged`) });
    expect(store.images.count().images).toBe(1);
    store.close();
  });
});

it('a backup is a project of its own, taken while the first is in use', async () => {
  const store = ProjectStore.create(temporaryFile());
  addImage(store, 'a.png', ['a bay']);
  const target = temporaryFile('copy.nadir');
  const bytes = await store.backup(target);
  addImage(store, 'b.png', []);
  expect(readFileSync(target).length).toBe(bytes);
  const copy = ProjectStore.open(target);
  expect(copy.images.count()).toEqual({ images: 1, captions: 1, missing: 0 });
  copy.close();
  store.close();
});

it('a copy made while the log is not merged yet opens whole', () => {
  const store = ProjectStore.create(temporaryFile());
  addImage(store, 'a.png', ['a bay']);
  const target = temporaryFile('copy.nadir');
  for (const suffix of ['', '-wal']) copyFileSync(store.file + suffix, target + suffix);
  store.close();
  const copy = ProjectStore.open(target);
  expect(copy.images.count().captions).toBe(1);
  copy.close();
});
