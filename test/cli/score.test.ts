import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { awkwardFolder } from '../engine/support/test-engine.ts';
import { runNadir } from './support/run-nadir.ts';

let folder: ReturnType<typeof awkwardFolder>;
beforeAll(() => {
  folder = awkwardFolder();
  writeFileSync(path.join(folder.directory, 'candidates.txt'), 'two planes\na river\n');
  writeFileSync(path.join(folder.directory, 'references.txt'), 'two planes\na wide river\n');
});
afterAll(() => folder.remove());
const score = (...args: string[]) => runNadir(folder.directory, ['score', ...args]);

it('prints the corpus metrics as JSON', async () => {
  const { code, json } = await score('--candidates', 'candidates.txt', '--references', 'references.txt', '--json');
  const { corpus, count } = json<{ corpus: Record<string, number>; count: number }>();
  expect(code).toBe(0);
  expect(count).toBe(2);
  // 4 of 4 candidate words are in the references; 4 words against 5: brevity penalty e^(1 − 5/4).
  expect(corpus.bleu_1).toBeCloseTo(Math.exp(-0.25), 6);
});

it('a file that is not there ends with exit code 1 and its name', async () => {
  const { code, stdout, stderr } = await score('--candidates', 'none.txt', '--references', 'references.txt', '--json');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('none.txt');
});
