import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toolEnvironment } from './run/build.mjs';
import { prepareWindow } from './run/window.mjs';
import { countTests, total } from './test/summary.mjs';

/**
 * `npm test`: provision, check types, format and imports, build, then the unit tests and the tests of the real app.
 * Every step runs even when an earlier one failed; the last line is `N passed, N failed`.
 */
const { checkout, node, env, stop } = await prepareWindow();
const environment = toolEnvironment(node, env);
const reports = mkdtempSync(path.join(tmpdir(), 'nadir-test-'));
const failedChecks = [];

function step(name, command, args) {
  console.log(`\n== ${name}`);
  const startedMs = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: checkout, env: environment });
  console.log(`== ${name}: ${status === 0 ? 'done' : 'FAILED'} in ${((Date.now() - startedMs) / 1000).toFixed(0)} s`);
  return status ?? 1;
}

function check(name, command, args) {
  if (step(name, command, args) !== 0) failedChecks.push(name);
}

function tests(name, config, mayNotSkip) {
  const file = path.join(reports, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const exitCode = step(`${name} tests`, node, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    config,
    ...reporters,
  ]);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return countTests({ name, report, exitCode, mayNotSkip });
}

const typescript = 'node_modules/typescript/bin/tsc';
check('types of engine and app', node, [typescript, '--noEmit']);
check('types of the window', node, [typescript, '--noEmit', '-p', 'tsconfig.renderer.json']);
check('lint and format', 'node_modules/.bin/biome', ['check']);
check('imports', node, [
  'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
  '--config',
  '.dependency-cruiser.cjs',
  'main',
  'preload',
  'renderer',
]);
check('build', node, ['scripts/build.mjs']);
const counts = [tests('unit', 'vitest.config.ts', false), tests('e2e', 'test/e2e/vitest.config.ts', true)];
stop();

const { passed, failed, skipped, notes } = total(counts, failedChecks);
console.log('');
for (const note of notes) console.log(note);
if (skipped > 0) console.log(`${skipped} tests could not run on this machine; each says why above.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
