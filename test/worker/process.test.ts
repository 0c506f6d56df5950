import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WorkerEvent } from '../../main/jobs/worker-protocol.ts';
import { loadNadirMini } from '../../main/models/nadir-mini/folder.ts';
import { sampleImages } from '../training/support.ts';
import { isCheckpoint, notingEntry, startWorker, trainJob, workerEntry } from './support.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir wörker '));
});
afterAll(() => rmSync(folder, { recursive: true }));

const types = (events: readonly WorkerEvent[]): string[] => events.map(({ type }) => type);
/** Each type once for every run of it. */
const turns = (events: readonly WorkerEvent[]): string[] =>
  types(events).filter((type, at, all) => type !== all[at - 1]);
const steps = (events: readonly WorkerEvent[]): number[] =>
  events.flatMap((event) => (event.type === 'points' ? event.points.map(({ step }) => step) : []));
const endless = { 'crossEntropy.epochs': 500, 'scst.epochs': 0 };

it('a worker that is asked what it is tells the device and ends', async () => {
  const worker = startWorker({ kind: 'describe' });
  expect(await worker.exit).toEqual({ code: 0, signal: null });
  expect(types(worker.events)).toEqual(['device', 'done']);
  const [device] = worker.events;
  expect(device).toMatchObject({ device: { library: expect.stringContaining('libtensorflow') } });
});

it('a training job tells device, progress, points, samples, checkpoints and its end, in unbroken sequence', async () => {
  const job = trainJob(folder, 'short');
  const worker = startWorker(job);
  expect(await worker.exit).toEqual({ code: 0, signal: null });
  const { events } = worker;
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
  expect(turns(events).slice(0, 4)).toEqual(['device', 'progress', 'points', 'progress']);
  expect(types(events).slice(-3)).toEqual(['samples', 'checkpoint', 'done']);
  expect(steps(events)).toEqual([1, 2, 3, 4, 1, 2]);
  expect(events.at(-1)).toMatchObject({ type: 'done', stopped: false });
  const saved = events.filter(isCheckpoint).map(({ checkpoint }) => checkpoint);
  expect(saved.map(({ name }) => name)).toEqual(['ce-000004', 'scst-000002']);
  for (const { directory } of saved) loadNadirMini(directory).dispose();
});

it('pause stops the points, resume goes on with the next, and stop saves and ends', async () => {
  const worker = startWorker(trainJob(folder, 'paused', endless));
  await worker.until(({ type }) => type === 'points');
  worker.send('pause');
  await worker.until(({ type }) => type === 'paused');
  await wait(100); // What was on its way when the pause was told.
  const before = steps(worker.events);
  await wait(1500);
  expect(steps(worker.events)).toEqual(before);
  worker.send('resume');
  await worker.until((event) => event.type === 'points' && event.points[0]!.step > before.length);
  worker.send('stop');
  expect(await worker.exit).toEqual({ code: 0, signal: null });
  const seen = steps(worker.events);
  expect(seen).toEqual(seen.map((_, at) => at + 1));
  expect(types(worker.events).slice(-3)).toEqual(['samples', 'checkpoint', 'done']);
  expect(worker.events.at(-1)).toMatchObject({ stopped: true });
  const { checkpoint } = worker.events.findLast(isCheckpoint)!;
  expect(checkpoint.step).toBe(seen.length);
  loadNadirMini(checkpoint.directory).dispose();
});

it('killed outright it tells no end, and its last checkpoint loads', async () => {
  const { entry, pid } = notingEntry(folder);
  const worker = startWorker(trainJob(folder, 'killed', { 'crossEntropy.epochs': 1, 'scst.epochs': 500 }), entry);
  const { checkpoint } = await worker.until(isCheckpoint);
  process.kill(pid(), 'SIGKILL');
  expect(await worker.exit).toEqual({ code: null, signal: 'SIGKILL' });
  expect(types(worker.events)).not.toContain('done');
  loadNadirMini(checkpoint.directory).dispose();
});

it('what it cannot work with fails, naming the file, and the process ends well', async () => {
  const job = trainJob(folder, 'bad');
  writeFileSync(job.snapshotFile, '{"images": [');
  const worker = startWorker(job);
  expect(await worker.exit).toEqual({ code: 0, signal: null });
  expect(types(worker.events)).toEqual(['device', 'failed']);
  expect(worker.events.at(-1)).toMatchObject({
    code: 'malformed_file',
    message: expect.stringContaining(job.snapshotFile),
  });
});

it('a request of another protocol version ends it with a code of its own', async () => {
  const worker = startWorker({ kind: 'describe' }, workerEntry, 99);
  expect(await worker.exit).toEqual({ code: 3, signal: null });
  expect(worker.events).toEqual([]);
});

it.each([
  ['takes less than what it was started with', 0, 10],
  ['keeps it where that is still less', 15, 15],
])('of the processor’s time it %s', async (_, given, kept) => {
  const [entry, noted] = [path.join(folder, 'nice-worker.mjs'), path.join(folder, 'priority')];
  writeFileSync(
    entry,
    `import os from 'node:os';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const group = '/proc/self/autogroup';
if (${given} > os.getPriority()) os.setPriority(${given});
process.on('exit', () => writeFileSync(${JSON.stringify(noted)}, JSON.stringify({
  own: os.getPriority(),
  ofGroup: existsSync(group) ? Number(readFileSync(group, 'utf8').split('nice').at(-1)) : null,
})));
await import(${JSON.stringify(workerEntry)});
`,
  );
  await startWorker({ kind: 'describe' }, entry).exit;
  const { own, ofGroup } = JSON.parse(readFileSync(noted, 'utf8')) as { own: number; ofGroup: number | null };
  expect(own).toBe(Math.max(kept, os.getPriority()));
  if (ofGroup !== null) expect(ofGroup).toBe(10);
});

it('a captioning job tells a caption for each image, in order', async () => {
  const { modelDirectory, cacheDirectory } = trainJob(folder, 'captions');
  const images = sampleImages('val', 0, 3);
  const decoding = { strategy: 'beam', beams: 2, temperature: 1, maxNewTokens: 6, seed: 1 } as const;
  const worker = startWorker({ kind: 'caption', modelDirectory, cacheDirectory, images, decoding });
  await worker.exit;
  const captions = worker.events.flatMap((event) => (event.type === 'captions' ? event.captions : []));
  expect(captions.map(({ imageId }) => imageId)).toEqual(images.map(({ id }) => id));
  expect(worker.events.at(-1)).toMatchObject({ type: 'done', stopped: false });
});
