import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forkedWorkers, forwardOutput } from '../../main/jobs/forked-worker.ts';
import { exitSentence, type JobEnding, startJob } from '../../main/jobs/worker-job.ts';
import type { WorkerEvent } from '../../main/jobs/worker-protocol.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-forked-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A real process that runs `script`, on a job; how it ended and what it said. */
async function runWorker(script: string, meanwhile: (kill: () => void) => void = () => undefined) {
  const entry = path.join(folder, `${Math.random()}.mjs`);
  writeFileSync(entry, script);
  const events: WorkerEvent[] = [];
  const job = startJob(forkedWorkers({ entry }), { kind: 'describe' }, (event) => {
    events.push(event);
    meanwhile(() => job.port.kill());
  });
  const ending: JobEnding = await job.ended;
  return { events, ending };
}
const progress = "{ type: 'progress', sequence: 1, stage: 's', done: 1, total: 2, secondsLeft: null }";

it('a worker is sent its job, and its events arrive in order up to the last', async () => {
  const { events, ending } = await runWorker(`process.on('message', ({ type, version, job, sequence }) => {
    process.send({ type: 'progress', sequence: 1, stage: [type, version, job.kind, sequence].join(' '), done: 1, total: 2, secondsLeft: null });
    process.send({ type: 'done', sequence: 2, stopped: false }, () => process.exit(0));
  });`);
  expect(events).toMatchObject([{ stage: 'start 1 describe 1' }]);
  expect(ending).toEqual({ kind: 'done', stopped: false });
});

it('what was said before a process went away is heard before its end', async () => {
  const { events, ending } = await runWorker(`process.send(${progress}, () => process.kill(process.pid, 'SIGKILL'));
    setInterval(() => undefined, 1000);`);
  expect(events).toHaveLength(1);
  expect(ending).toEqual({ kind: 'exited', code: null, signal: 'SIGKILL' });
});

it('a message outside the protocol fails the job and ends the worker, not the engine', async () => {
  const { ending } = await runWorker(
    `process.send({ type: 'gossip' }); process.on('message', () => undefined); setInterval(() => undefined, 1000);`,
  );
  expect(ending).toMatchObject({ kind: 'failed', code: 'internal' });
});

it('a worker that ignores SIGTERM is killed after the grace period', { timeout: 20_000 }, async () => {
  const { ending } = await runWorker(
    `process.on('SIGTERM', () => undefined); process.send(${progress}); setInterval(() => undefined, 1000);`,
    (kill) => kill(),
  );
  expect(ending).toEqual({ kind: 'exited', code: null, signal: 'SIGKILL' });
});

it('a worker that leaves with a code, and one that cannot start, are told apart in words', async () => {
  const { ending } = await runWorker('process.exit(7)');
  expect(ending.kind === 'exited' && exitSentence('worker', ending)).toBe(
    'The worker ended unexpectedly with exit code 7.',
  );
  const job = startJob(forkedWorkers({ entry: 'x', node: '/no/such/node' }), { kind: 'describe' }, () => undefined);
  const missing = await job.ended;
  expect(missing.kind === 'exited' && exitSentence('worker', missing)).toBe('The worker could not be started.');
});

it('the library’s notes are left out of what a worker prints', async () => {
  const lines: string[] = [];
  const printed =
    'WARNING: All log messages before absl::InitializeLog() …\nI0000 oneDNN custom operations are on.\nreal\n';
  const from = Readable.from([printed]);
  forwardOutput(from, (line) => lines.push(line));
  await expect.poll(() => lines).toEqual(['real\n']);
});
