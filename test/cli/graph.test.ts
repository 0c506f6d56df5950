import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { awkwardFolder } from '../engine/support/test-engine.ts';
import { runNadir } from './support/run-nadir.ts';

let folder: ReturnType<typeof awkwardFolder>;
beforeAll(() => {
  folder = awkwardFolder();
});
afterAll(() => folder.remove());
const graph = (...args: string[]) => runNadir(folder.directory, ['graph', ...args]);

it('prints each text with its objects, their counts, attributes and places, and its relations by name', async () => {
  const text = 'Two white planes are parked near a building.';
  const { code, json } = await graph(text, 'grass', '--json');
  expect(code).toBe(0);
  const [first, second] = json<Graph[]>();
  expect(first).toEqual({
    text,
    objects: [
      { name: expect.stringMatching(/plane$/), count: 2, surface: 'planes', attributes: ['white'], spans: [[10, 16]] },
      { name: 'building', count: null, surface: 'building', attributes: [], spans: [[35, 43]] },
    ],
    relations: [
      {
        subject: first!.objects[0]!.name,
        predicate: expect.stringContaining('near'),
        object: 'building',
        span: [21, 32],
      },
    ],
    facts: expect.stringMatching(/^\( (?:air)?plane , is , 2 \) , .*near , building \)$/),
  });
  expect(second).toMatchObject({ text: 'grass', relations: [] });
});

it('reads one caption a line from a file, any number of them, in order', async () => {
  const lines = Array.from({ length: 1_001 }, (_, i) => `Caption ${i} shows a river.`);
  writeFileSync(path.join(folder.directory, 'lines.txt'), `${lines.join('\n')}\n\n`);
  const { json } = await graph('--file', 'lines.txt', '--json');
  expect(json<Graph[]>().map(({ text }) => text)).toEqual(lines);
});

it('needs a text, and a file that is there', async () => {
  expect(await graph('--json')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('captions') });
  expect(await graph('--file', 'gone.txt')).toMatchObject({ code: 1, stderr: expect.stringContaining('gone.txt') });
});

interface Graph {
  readonly text: string;
  readonly objects: readonly { readonly name: string }[];
  readonly relations: readonly unknown[];
}
