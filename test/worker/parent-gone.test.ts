import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadNadirMini } from '../../main/models/nadir-mini/folder.ts';
import { notingEntry, trainJob } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-orphan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const forkedWorker = path.join(import.meta.dirname, '../../main/jobs/forked-worker.ts');

/** A parent that starts a worker on a long run, prints the type of each event, and pauses it at its first point if asked. */
function startParent(entry: string, pauses: boolean) {
  const script = path.join(folder, 'parent.mjs');
  const job = trainJob(folder, 'run', { 'crossEntropy.epochs': 500, 'scst.epochs': 0 });
  writeFileSync(
    script,
    `import { forkedWorkers } from ${JSON.stringify(forkedWorker)};
const port = forkedWorkers({ entry: ${JSON.stringify(entry)} })();
let asked = ${!pauses};
port.onEvent(({ type }) => {
  console.log(type);
  if (type === 'points' && !asked) port.send({ type: 'pause' });
  if (type === 'points') asked = true;
});
port.send({ type: 'start', version: 1, job: ${JSON.stringify(job)} });
`,
  );
  const parent = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  parent.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  return {
    kill: () => parent.kill('SIGKILL'),
    printed: () => printed,
    checkpoints: path.join(job.runDirectory, 'checkpoints'),
  };
}

it.each([
  ['while it trains', false, 'points'],
  ['while it is paused', true, 'paused'],
])('a worker whose parent is killed %s saves what it has and ends by itself', async (_, pauses, event) => {
  const { entry, pid, exitCode } = notingEntry(folder);
  const parent = startParent(entry, pauses);
  const patient = { timeout: 30_000, interval: 50 };
  try {
    await expect.poll(parent.printed, patient).toContain(event);
    parent.kill();
    await expect.poll(() => existsSync(path.join(folder, 'exit')), patient).toBe(true);
    expect(exitCode()).toBe('0');
  } finally {
    parent.kill();
    if (!existsSync(path.join(folder, 'exit'))) process.kill(pid(), 'SIGKILL');
  }
  const saved = readdirSync(parent.checkpoints).sort();
  expect(saved.length).toBeGreaterThan(0);
  loadNadirMini(path.join(parent.checkpoints, saved.at(-1)!)).dispose();
});
