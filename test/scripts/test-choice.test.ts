import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript: they run before anything is installed
import { runChecks } from '../../scripts/test/checks.mjs';
// @ts-expect-error the same
import { matching, suites } from '../../scripts/test/suites.mjs';
// @ts-expect-error the same
import { slowest } from '../../scripts/test/summary.mjs';

const folder = (): string => {
  const made = mkdtempSync(path.join(tmpdir(), 'nadir-choice-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  for (const file of [
    'store/a.test.ts',
    'store/b.test.ts',
    'e2e/store.test.ts',
    'packaging/c.test.ts',
    'store/support.ts',
  ]) {
    mkdirSync(path.dirname(path.join(made, 'test', file)), { recursive: true });
    writeFileSync(path.join(made, 'test', file), '');
  }
  return made;
};

it('a pattern chooses the test files whose path contains it, in the suite that they belong to', () => {
  const [unit, e2e] = suites;
  const checkout = folder();
  expect(matching(checkout, unit, ['store'])).toEqual(['test/store/a.test.ts', 'test/store/b.test.ts']);
  expect(matching(checkout, e2e, ['store'])).toEqual(['test/e2e/store.test.ts']);
  expect(matching(checkout, unit, ['a.test', 'c.test'])).toEqual(['test/store/a.test.ts']);
  expect(matching(checkout, e2e, [])).toEqual(['test/e2e/store.test.ts', 'test/packaging/c.test.ts']);
  expect(matching(checkout, unit, ['nowhere'])).toEqual([]);
});

it('the slowest tests of all reports come first, with file and seconds; a missing report adds none', () => {
  const report = (file: string, ...durations: number[]) => ({
    testResults: [
      { name: file, assertionResults: durations.map((duration) => ({ fullName: `${duration}`, duration })) },
    ],
  });
  expect(slowest([report('a', 1_000, 3_000), undefined, report('b', 2_000)], 2)).toEqual([
    { name: '3000', file: 'a', seconds: 3 },
    { name: '2000', file: 'b', seconds: 2 },
  ]);
});

it('checks run two at a time; one that fails is named and shows what it found, and the others run all the same', async () => {
  const told: string[] = [];
  const list = [
    { name: 'first', args: ['-e', 'console.log("found this"); process.exit(1)'] },
    { name: 'second', args: ['-e', 'console.log("nothing to see")'] },
    { name: 'third', args: ['-e', ''] },
  ];
  const tell = (line: string) => told.push(line);
  expect(await runChecks(folder(), process.execPath, process.env, { list, tell })).toEqual(['first']);
  expect(told.filter((line) => line.startsWith('=='))).toHaveLength(3);
  expect(told).toContain('found this');
  expect(told).not.toContain('nothing to see');
});
