import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkout, orExplain, provisionEngine } from './provision/provision.mjs';
import { toolEnvironment } from './run/build.mjs';
import { prepareWindow } from './run/window.mjs';
import { runChecks } from './test/checks.mjs';
import { matching, suites } from './test/suites.mjs';
import { countTests, slowest, total } from './test/summary.mjs';

/**
 * `npm test`: provision, check types, format and imports, build, then the unit tests and the tests of the real app. Every step
 * runs even when an earlier one failed; the last line is `N passed, N failed`.
 *
 * `npm test -- <pattern> …`: only the test files whose path contains one of the patterns, and only what those need.
 */
const patterns = process.argv.slice(2);
const chosen = suites.map((suite) => ({ ...suite, files: matching(checkout, suite, patterns) }));
if (patterns.length > 0 && chosen.every(({ files }) => files.length === 0)) {
  console.error(`Nadir: no test file's path contains ${patterns.map((each) => `"${each}"`).join(' or ')}.`);
  process.exit(2);
}
const needsWindow = chosen.some(({ needsApp, files }) => needsApp && files.length > 0);
const { node, env, stop } = needsWindow
  ? await prepareWindow()
  : { node: await orExplain(provisionEngine), env: process.env, stop: () => undefined };
// Processes that tests start need not compile the sources each time.
const compiled = path.join(checkout, 'node_modules/.cache/nadir/compiled');
const environment = { ...toolEnvironment(node, env), NODE_COMPILE_CACHE: compiled };
const reports = mkdtempSync(path.join(tmpdir(), 'nadir-test-'));
const failedChecks = [];

function step(name, args) {
  console.log(`\n== ${name}`);
  const startedMs = Date.now();
  const { status } = spawnSync(node, args, { stdio: 'inherit', cwd: checkout, env: environment });
  console.log(`== ${name}: ${status === 0 ? 'done' : 'FAILED'} in ${((Date.now() - startedMs) / 1000).toFixed(0)} s`);
  return status ?? 1;
}

/** The report of one run of the test runner, and what it counts to. */
function tests({ name, config, mayNotSkip, files }) {
  const file = path.join(reports, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const wanted = patterns.length > 0 ? files : [];
  const runner = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, ...reporters, ...wanted];
  const exitCode = step(`${name} tests`, runner);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return { report, count: countTests({ name, report, exitCode, mayNotSkip }) };
}

if (patterns.length === 0) failedChecks.push(...(await runChecks(checkout, node, environment)));
if (needsWindow && step('build', ['scripts/build.mjs']) !== 0) failedChecks.push('build');
const results = chosen.filter(({ files }) => files.length > 0).map(tests);
stop();

console.log('\nSlowest tests:');
for (const { name, file, seconds } of slowest(results.map(({ report }) => report)))
  console.log(`${seconds.toFixed(1).padStart(7)} s  ${path.relative(checkout, file)}: ${name}`);
const counts = results.map(({ count }) => count);
const { passed, failed, skipped, notes } = total(counts, failedChecks);
console.log('');
for (const note of notes) console.log(note);
if (skipped > 0) console.log(`${skipped} tests could not run on this machine; each says why above.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
