import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ProjectStore } from '../../main/store/project-store.ts';
import { temporaryFile } from './support.ts';

const document = readFileSync(path.join(import.meta.dirname, '../../docs/formats.md'), 'utf8');

it('docs/formats.md names every table and column of a project, and none that is not there', () => {
  const store = ProjectStore.create(temporaryFile());
  const tables = store.db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema
       WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'image_text_%' ORDER BY name`,
    )
    .pluck()
    .all();
  const rows = new Map(
    [...document.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, name, columns]) => [name!, columns!]),
  );
  for (const table of tables) {
    const described = rows.get(table);
    expect(described, table).toBeDefined();
    const columns = store.db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
    for (const column of columns) expect(described, `${table}.${column}`).toContain(`\`${column}\``);
  }
  const inSection = document.slice(
    document.indexOf('| table | columns |'),
    document.indexOf('The folder `name.nadir.files'),
  );
  const named = [...inSection.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!);
  expect(named.toSorted()).toEqual(tables);
  expect(document).toContain(`now ${store.schemaVersion} |`);
  store.close();
});
