import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WorkerEvent, WorkerJob } from '../../main/jobs/worker-protocol.ts';
import { sampleImages } from '../training/support.ts';
import { startWorker, trainJob } from './support.ts';

// A real process that loads TensorFlow, beside whatever else the machine does.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let job: Extract<WorkerJob, { kind: 'features' }>;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-features-'));
  const { modelDirectory, cacheDirectory } = trainJob(folder, 'unused');
  job = { kind: 'features', modelDirectory, cacheDirectory, images: sampleImages('train', 0, 6), views: 1 };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The files of features and when each was written. */
const cached = (): readonly string[] =>
  readdirSync(job.cacheDirectory, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.f16'))
    .map(({ parentPath, name }) => `${name} ${statSync(path.join(parentPath, name)).mtimeMs}`)
    .toSorted();
const progress = (events: readonly WorkerEvent[]) => events.filter((event) => event.type === 'progress');

it('features of all images are in the cache, told one by one, and are not computed a second time', async () => {
  const first = startWorker(job);
  expect(await first.exit).toEqual({ code: 0, signal: null });
  expect(first.events.at(-1)).toMatchObject({ type: 'done', stopped: false });
  expect(progress(first.events).at(-1)).toMatchObject({ stage: 'Preparing images', done: 6, total: 6 });
  const files = cached();
  expect(files).toHaveLength(6);
  const second = startWorker(job);
  await second.exit;
  expect(second.events.at(-1)).toMatchObject({ type: 'done', stopped: false });
  expect(cached()).toEqual(files);
});

it('a pause holds, a stop ends with what was computed kept', async () => {
  const worker = startWorker(job);
  worker.send('pause');
  await worker.until(({ type }) => type === 'paused');
  // The pause is looked at after each image, so the first is told before it holds.
  await worker.until(({ type }) => type === 'progress');
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(progress(worker.events)).toHaveLength(1);
  worker.send('stop');
  expect(await worker.exit).toEqual({ code: 0, signal: null });
  expect(worker.events.at(-1)).toMatchObject({ type: 'done', stopped: true });
  const rest = startWorker(job);
  await rest.exit;
  expect(progress(rest.events).at(-1)).toMatchObject({ done: 6, total: 6 });
  expect(rest.events.at(-1)).toMatchObject({ type: 'done', stopped: false });
});
