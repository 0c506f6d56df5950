import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { ProjectStore } from '../../main/store/project-store.ts';
import { fromSqliteError } from '../../main/store/sqlite-errors.ts';
import { addImage, rewrite, temporaryFile } from './support.ts';

const writer = path.join(import.meta.dirname, 'writer.ts');

function madeProject(): string {
  const store = ProjectStore.create(temporaryFile());
  addImage(store, 'a.png', ['a bay']);
  store.close();
  return store.file;
}

/** What the project says after whatever happened to its writer: the number of the last edit, and that all is sound. */
function lastEdit(file: string): number {
  const store = ProjectStore.open(file);
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  const text = store.captions.row(1)!.text;
  const number = Number(/^edit (\d+)/.exec(text)?.[1] ?? 0);
  expect(store.edits.state().undo).toBe(number === 0 ? null : `edit ${number}`);
  // Every edit before it is there to be undone.
  let undone = 0;
  while (store.edits.undo() !== null) undone += 1;
  expect(undone).toBe(number);
  expect(store.captions.row(1)!.text).toBe('a bay');
  store.close();
  return number;
}

describe('a writer killed in the middle', () => {
  it.each([1, 7, 40])('after edit %i loses none that it had committed, and leaves no lock', async (killAfter) => {
    const file = madeProject();
    const child = spawn(process.execPath, ['--no-warnings', writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    let committed = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      expect(line).toMatch(/^\d+$/);
      committed = Number(line);
      if (committed === 1) expect(() => ProjectStore.open(file)).toThrow(/already open/);
      if (committed === killAfter) child.kill('SIGKILL');
    }
    expect((await ended)[1]).toBe('SIGKILL');
    // One more may have been committed before it could say so.
    const last = lastEdit(file);
    expect(last).toBeGreaterThanOrEqual(committed);
    expect(last).toBeLessThanOrEqual(committed + 1);
  });
});

describe('no room left', () => {
  it('in the project: the edit fails as disk_full, what was saved stays, and saving works again when there is room', () => {
    const file = madeProject();
    const store = ProjectStore.open(file);
    const pages = store.db.pragma('page_count', { simple: true }) as number;
    store.db.pragma(`max_page_count = ${pages + 20}`);
    let committed = 0;
    let failure: unknown;
    while (failure === undefined && committed < 1000) {
      try {
        rewrite(store, 1, { text: `edit ${committed + 1} ${'x'.repeat(2000)}` }, `edit ${committed + 1}`);
        committed += 1;
      } catch (error) {
        failure = fromSqliteError(error, file);
      }
    }
    expect(failure).toMatchObject({ code: 'disk_full', message: expect.stringContaining(file) });
    expect(committed).toBeGreaterThan(3);
    expect(store.captions.row(1)!.text).toMatch(new RegExp(`^edit ${committed} `));
    store.db.pragma('max_page_count = 1000000');
    rewrite(store, 1, { text: `edit ${committed + 1}` }, `edit ${committed + 1}`);
    store.close();
    expect(lastEdit(file)).toBe(committed + 1);
  });

  // A limit on the size of files is what a full disk looks like to SQLite: the operating system refuses the write.
  it.skipIf(process.platform === 'win32')(
    'on the disk: a process that cannot write any more loses none of its edits',
    async () => {
      const file = madeProject();
      const limited = `ulimit -f 2000; exec "$0" --no-warnings "$1" "$2"`;
      const child = spawn('sh', ['-c', limited, process.execPath, writer, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      let committed = 0;
      let last = '';
      for await (const line of createInterface({ input: child.stdout })) {
        if (/^\d+$/.test(line)) committed = Number(line);
        last = line;
      }
      expect(await ended).toEqual([0, null]);
      expect(last).toMatch(/^failed disk_full /);
      expect(last).toContain(file);
      expect(committed).toBeGreaterThan(3);
      expect(lastEdit(file)).toBe(committed);
    },
  );
});
