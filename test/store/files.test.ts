import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { writeError, writeFileAtomically } from '../../main/store/atomic-file.ts';
import { JsonFile } from '../../main/store/json-file.ts';
import { Recents } from '../../main/store/recents.ts';
import { temporaryDirectory, temporaryFile } from './support.ts';

describe('a file written atomically', () => {
  it('is whole, in a folder made for it, and its size is told in bytes', async () => {
    const file = path.join(temporaryDirectory(), 'new', 'a.txt');
    expect(await writeFileAtomically(file, ['é', new Uint8Array([33])])).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe('é!');
    expect(readdirSync(path.dirname(file))).toEqual(['a.txt']);
  });

  it('stays what it was when writing fails or is cancelled, with nothing left beside it', async () => {
    const file = temporaryFile('a.txt');
    writeFileSync(file, 'old');
    const broken = function* () {
      yield 'half';
      throw new Error('the source failed');
    };
    await expect(writeFileAtomically(file, broken())).rejects.toThrow('the source failed');
    const controller = new AbortController();
    const cancelled = function* () {
      yield 'half';
      controller.abort();
      yield 'more';
    };
    await expect(writeFileAtomically(file, cancelled(), controller.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(path.dirname(file))).toEqual(['a.txt']);
  });

  it('that has no place says why, naming the file', async () => {
    const blocked = temporaryFile('file');
    writeFileSync(blocked, '');
    const file = path.join(blocked, 'a.txt');
    await expect(writeFileAtomically(file, ['x'])).rejects.toMatchObject({
      code: 'unreadable_file',
      message: expect.stringContaining(file),
    });
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    expect(writeError(full, file)).toMatchObject({ code: 'disk_full', message: expect.stringContaining(file) });
  });

  it('may have a name of 250 bytes', async () => {
    const file = temporaryFile(`${'é'.repeat(123)}.txt`);
    await writeFileAtomically(file, ['x']);
    expect(existsSync(file)).toBe(true);
  });
});

describe('a small JSON file', () => {
  const schema = z.object({ theme: z.string(), size: z.int().default(1) });
  const initial = () => ({ theme: 'light', size: 1 });

  it('that is not there is its initial value', () => {
    const file = temporaryFile('settings.json');
    expect(new JsonFile(file, schema, initial).read()).toEqual({ theme: 'light', size: 1 });
    expect(existsSync(file)).toBe(false);
  });

  it('takes changes one after the other, even when one of them fails', async () => {
    const file = temporaryFile('settings.json');
    const settings = new JsonFile(file, schema, initial);
    const changes = Array.from({ length: 20 }, () => settings.update((value) => ({ ...value, size: value.size + 1 })));
    const failing = settings.update(() => {
      throw new Error('no');
    });
    const last = settings.update((value) => ({ ...value, theme: 'dark' }));
    await expect(failing).rejects.toThrow('no');
    await Promise.all(changes);
    expect(await last).toEqual({ theme: 'dark', size: 21 });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ theme: 'dark', size: 21 });
  });

  it.each(['', '{"theme": "da', '{"theme": 5}', '[]'])('that is damaged (%j) is kept beside', (content) => {
    const file = temporaryFile('settings.json');
    writeFileSync(file, content);
    const settings = new JsonFile(file, schema, initial);
    expect(settings.read()).toEqual(initial());
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(content);
    expect(settings.read()).toEqual(initial());
  });
});

describe('recent projects', () => {
  it('are newest first, each once, at most 20, and say whether the file is there', async () => {
    const directory = temporaryDirectory();
    const recents = new Recents(directory);
    expect(recents.list()).toEqual([]);
    const there = path.join(directory, 'there.nadir');
    writeFileSync(there, '');
    await recents.add(there, 'there');
    for (let i = 0; i < 20; i++) await recents.add(path.join(directory, `${i}.nadir`), String(i));
    expect(recents.list()).toHaveLength(20);
    expect(recents.list().some(({ name }) => name === 'there')).toBe(false);
    await recents.add(there, 'there');
    await recents.add(path.join(directory, '19.nadir'), '19');
    await recents.add(there, 'there');
    const again = new Recents(directory).list();
    expect(again.slice(0, 3).map(({ name, exists }) => [name, exists])).toEqual([
      ['there', true],
      ['19', false],
      ['18', false],
    ]);
    expect(new Set(again.map(({ path: file }) => file)).size).toBe(20);
  });

  it('added at the same moment are all kept', async () => {
    const directory = temporaryDirectory();
    mkdirSync(path.join(directory, 'deep'));
    const recents = new Recents(path.join(directory, 'deep'));
    await Promise.all(['a', 'b', 'c'].map((name) => recents.add(`/${name}.nadir`, name)));
    expect(recents.list().map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  });
});
