import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CaptionQueue } from '../../main/jobs/caption-queue.ts';
import type { WorkerImage } from '../../main/jobs/worker-protocol.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import { playedWorkers } from './played-worker.ts';

let folder: string;
let store: ProjectStore;
let queue: CaptionQueue;
let images: readonly WorkerImage[];
let told: number[];
const { started, startWorker } = playedWorkers();

const addSet = (modelId: string, kind: 'caption' | 'baseline' = 'caption'): number => {
  const setId = store.predictions.begin({
    modelId,
    modelVersion: '1',
    split: 'val',
    decoding: 'greedy',
    total: images.length,
    imagesKey: 'k',
    createdAt: '2026-01-01',
  });
  const decoding = { strategy: 'greedy', beams: 5, temperature: 1, maxNewTokens: 40, seed: 1 } as const;
  queue.add({
    setId,
    job:
      kind === 'caption'
        ? { kind, modelDirectory: 'm', cacheDirectory: 'c', images, decoding }
        : { kind, method: 'class-oracle', cacheDirectory: 'c', train: [], images },
  });
  return setId;
};
const set = (id: number) => store.predictions.get(id);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-captions-'));
  store = ProjectStore.create(path.join(folder, 'p.nadir'));
  images = ['a.jpg', 'b.jpg'].map((name) => {
    const id = store.images.insert({
      path: name,
      absolutePath: path.join(folder, name),
      fileName: name,
      bytes: 1,
      sha256: name,
      width: 1,
      height: 1,
      class: null,
      split: 'val',
      sourceId: null,
    });
    return { id, path: name, split: 'val', class: null, captions: ['A tree.'] };
  });
  started.length = 0;
  told = [];
  queue = new CaptionQueue({ predictions: store.predictions, startWorker, changed: (id) => told.push(id) });
});
afterEach(async () => {
  await queue.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const captions = (...texts: string[]) => ({
  type: 'captions' as const,
  captions: texts.map((caption, at) => ({ imageId: images[at]!.id, caption })),
});

it('sets are made one after the other and are finished when every image has its caption', async () => {
  const [first, second] = [addSet('a'), addSet('b')];
  expect(started).toHaveLength(1);
  started[0]!.say(captions('A tree.', 'A car.'));
  expect(set(first)).toMatchObject({ state: 'running', done: 2, total: 2 });
  started[0]!.done();
  await expect.poll(() => set(first)?.state).toBe('finished');
  await expect.poll(() => started.length).toBe(2);
  expect(told).toContain(first);
  expect(set(second)?.state).toBe('running');
});

it('a model that leaves images out has failed; a baseline may', async () => {
  const [model, baseline] = [addSet('a'), addSet('b', 'baseline')];
  started[0]!.say(captions('A tree.'));
  started[0]!.done();
  await expect.poll(() => started.length).toBe(2);
  expect(set(model)).toMatchObject({ state: 'failed', reason: 'The model captioned only 1 of 2 images.' });
  started[1]!.say(captions('A tree.'));
  started[1]!.done();
  await expect.poll(() => set(baseline)?.state).toBe('finished');
});

it('a cancelled set is gone, running or waiting, and the next goes on', async () => {
  const [running, waiting, last] = [addSet('a'), addSet('b'), addSet('c')];
  await queue.cancel(waiting);
  started[0]!.say(captions('A tree.'));
  await queue.cancel(running);
  expect([set(running), set(waiting)]).toEqual([undefined, undefined]);
  await expect.poll(() => started.length).toBe(2);
  expect(queue.has(last)).toBe(true);
});

it('a worker that goes away fails its set with the reason', async () => {
  const id = addSet('a');
  started[0]!.exit({ code: null, signal: 'SIGKILL' });
  await expect.poll(() => set(id)?.state).toBe('failed');
  expect(set(id)?.reason).toBe('The captioning process was ended by SIGKILL, perhaps because memory ran out.');
});

it('closing fails what runs and what waits; a set left running by a crash is found failed', async () => {
  const [running, waiting] = [addSet('a'), addSet('b')];
  await queue.close();
  for (const id of [running, waiting])
    expect(set(id)).toMatchObject({ state: 'failed', reason: 'Nadir was closed before all images were captioned.' });
  store.predictions.setState(running, 'running', null);
  queue.recover();
  expect(set(running)?.state).toBe('failed');
});

it('a disk that fills up ends the job and the reason says so', async () => {
  const id = addSet('a');
  store.db.pragma(`max_page_count = ${store.db.pragma('page_count', { simple: true })}`);
  started[0]!.say(captions('x'.repeat(100_000), 'y'));
  await expect.poll(() => set(id)?.state).toBe('failed');
  expect(set(id)?.reason).toBe(
    'The captions could not be stored: The disk is full. Free some space and try again; nothing was lost.',
  );
});
