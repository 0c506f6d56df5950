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
  writeFileSync(path.join(folder.directory, 'more.txt'), 'two airplanes\na stream\n');
  writeFileSync(path.join(folder.directory, 'table.txt'), '0.5\nstream\nriver\n');
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

it('takes plain text references given several times, and some metrics of all', async () => {
  const references = ['--references', 'references.txt', '--references', 'more.txt'];
  const { stdout } = await score('--candidates', 'candidates.txt', ...references, '--metrics', 'rouge_l, meteor');
  // "two planes" is a reference; "a river": P = 2/2, R = 2/3 as in "a wide river", 1/2 as in "a stream".
  const rougeL = (1 + (2.44 * (2 / 3)) / (2 / 3 + 1.44)) / 2;
  expect(stdout.split('\n')[0]).toBe(`ROUGE-L                        ${rougeL.toFixed(6)}`);
  expect(stdout.split('\n')[1]).toMatch(/^METEOR \(exact, stem, synonym\) {2}0\.\d{6}$/);
  expect(stdout.split('\n')[2]).toBe('2 images');
});

it('names METEOR in full with a table of paraphrases alone', async () => {
  const files = ['--candidates', 'candidates.txt', '--references', 'more.txt', '--metrics', 'meteor', '--json'];
  const without = (await score(...files)).json<{ corpus: { meteor: number }; titles: { meteor: string } }>();
  const withTable = (await score(...files, '--paraphrases', 'table.txt')).json<typeof without>();
  expect(without.titles.meteor).toBe('METEOR (exact, stem, synonym)');
  expect(withTable.titles.meteor).toBe('METEOR');
  expect(withTable.corpus.meteor).toBeGreaterThan(without.corpus.meteor);
});

it('prints each image on request, and the differences to another system', async () => {
  const files = ['--candidates', 'candidates.txt', '--references', 'references.txt', '--metrics', 'bleu_1'];
  const { stdout } = await score(...files, '--per-image', '--against', 'more.txt');
  expect(stdout).toMatch(/BLEU-1 +0\.\d+ +0\.\d+ +0\.\d+ … 0\.\d+ +[01]\.\d{4}/);
  expect(stdout).toMatch(/image_id +bleu_1\n1 +1\.000000\n2 +0\.606531/);
});

it('an unknown metric ends with exit code 1, listing the known ones', async () => {
  const { code, stderr } = await score(
    '--candidates',
    'candidates.txt',
    '--references',
    'references.txt',
    '--metrics',
    'bleu',
  );
  expect(code).toBe(1);
  expect(stderr).toContain('Known: bleu_1');
});
