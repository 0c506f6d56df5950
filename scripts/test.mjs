import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Provision, check types, format and imports, then run the tests; the last line is `N passed, N failed`. */
const report = path.join(mkdtempSync(path.join(tmpdir(), 'nadir-test-')), 'report.json');
const step = (name, command, args) => {
  console.log(`\n== ${name}`);
  const result = spawnSync(command, args, { stdio: 'inherit' });
  if (result.status !== 0) {
    console.error(`${name} failed.`);
    process.exitCode = 1;
  }
};
step('provision', process.execPath, ['scripts/provision.mjs']);
const node = 'node_modules/.bin/node';
step('types', node, ['node_modules/typescript/bin/tsc', '--noEmit']);
step('lint and format', 'node_modules/.bin/biome', ['check']);
step('imports', node, [
  'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
  '--config',
  '.dependency-cruiser.cjs',
  'main',
  'preload',
]);
step('tests', node, [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]);
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
