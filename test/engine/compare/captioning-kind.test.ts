import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { captioningKind } from '../../../main/engine/compare/captioning-kind.ts';
import type { EngineContext } from '../../../main/engine/door/engine-context.ts';
import { JobQueue } from '../../../main/jobs/job-queue.ts';
import { ProjectStore } from '../../../main/store/project-store.ts';
import { playedWorkers } from '../../jobs/played-worker.ts';
import { addImage } from '../../store/support.ts';
import { resources } from '../support/test-engine.ts';

let folder: string;
let store: ProjectStore;
let queue: JobQueue;
let kind: ReturnType<typeof captioningKind>;
let images: readonly number[];
let told: number[];
let workers: ReturnType<typeof playedWorkers>;

/** Queues a set of the val images. Sets of one model differ by their decoding. */
const addSet = (decoding: string, modelId = 'nadir-mini'): number => {
  const setId = store.predictions.nextId();
  const set = { modelId, split: 'val', decoding, modelVersion: '1', total: images.length, imagesKey: 'k' };
  const input = { setId, modelId, split: 'val', strategy: 'greedy' as const };
  queue.add(kind, { id: `job-${setId}`, title: decoding, input }, (jobId) =>
    store.predictions.begin(setId, { ...set, createdAt: '2026-01-01', jobId }),
  );
  return setId;
};
const set = (id: number) => store.predictions.get(id);
const started = async (count: number) => {
  await expect.poll(() => workers.started.length).toBe(count);
  return workers.started[count - 1]!;
};
/** The queue of an engine that opens the project. */
const openQueue = (): void => {
  workers = playedWorkers();
  const { startWorker } = workers;
  queue = new JobQueue({ tell: () => undefined, saveMs: 100 });
  const options = { startWorker, cacheDirectory: folder, userDataDirectory: folder, resourcesDirectory: resources };
  const context = { options, project: () => store, projectOrNull: () => store } as unknown as EngineContext;
  kind = captioningKind(context, {
    changed: (id) => told.push(id),
    cancelled: (id) => store.predictions.remove(id),
    retry: () => Promise.reject(new Error('Nothing is retried here.')),
  });
  queue.use([kind]);
  queue.attach(store, { startQueued: true });
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-captions-'));
  store = ProjectStore.create(path.join(folder, 'p.nadir'));
  const add = (name: string, split: string): number => {
    writeFileSync(path.join(folder, name), name);
    return addImage(store, name, ['A tree.'], { split, path: name, absolutePath: path.join(folder, name) });
  };
  add('t.jpg', 'train');
  images = ['a.jpg', 'b.jpg'].map((name) => add(name, 'val'));
  told = [];
  openQueue();
});
afterEach(async () => {
  await queue.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const captions = (...texts: string[]) => ({
  type: 'captions' as const,
  captions: texts.map((caption, at) => ({ imageId: images[at]!, caption })),
});

it('sets are made one after the other and are finished when every image has its caption', async () => {
  const [first, second] = [addSet('a'), addSet('b')];
  const worker = await started(1);
  worker.say(captions('A tree.', 'A car.'));
  expect(set(first)).toMatchObject({ state: 'running', done: 2, total: 2 });
  worker.done();
  await expect.poll(() => set(first)?.state).toBe('finished');
  await started(2);
  expect(told).toContain(first);
  expect(set(second)?.state).toBe('running');
});

it('a model that leaves images out has failed; a baseline may', async () => {
  const [model, baseline] = [addSet('a'), addSet('b', 'baseline-class-oracle')];
  const first = await started(1);
  first.say(captions('A tree.'));
  first.done();
  const second = await started(2);
  expect(set(model)).toMatchObject({ state: 'failed', reason: 'The model captioned only 1 of 2 images.' });
  expect(second.job.kind).toBe('baseline');
  second.say(captions('A tree.'));
  second.done();
  await expect.poll(() => set(baseline)?.state).toBe('finished');
});

it('a cancelled set is gone, running or waiting, and the next goes on', async () => {
  const [running, waiting, last] = [addSet('a'), addSet('b'), addSet('c')];
  queue.stop(`job-${waiting}`);
  (await started(1)).say(captions('A tree.'));
  queue.stop(`job-${running}`);
  await expect.poll(() => [set(running), set(waiting)]).toEqual([undefined, undefined]);
  await started(2);
  expect(queue.get(`job-${last}`).state).toBe('running');
});

it('a worker that goes away fails its set with the reason', async () => {
  const id = addSet('a');
  (await started(1)).exit({ code: null, signal: 'SIGKILL' });
  await expect.poll(() => set(id)?.state).toBe('failed');
  expect(set(id)?.reason).toBe('The captioning process was ended by SIGKILL, perhaps because memory ran out.');
});

it('closing leaves what runs and what waits in the queue, and the next opening captions from the beginning, each once', async () => {
  const [running, waiting] = [addSet('a'), addSet('b')];
  (await started(1)).say(captions('A half.'));
  await queue.detach();
  const jobOf = (id: number) => store.jobs.get(`job-${id}`);
  expect([jobOf(running), jobOf(waiting)]).toMatchObject([{ state: 'queued' }, { state: 'queued' }]);
  expect(set(running)).toMatchObject({ state: 'running', reason: null });
  openQueue();
  for (const [at, id] of [running, waiting].entries()) {
    const worker = await started(at + 1);
    expect(set(id)?.done).toBe(0);
    worker.say(captions('A tree.', 'A car.'));
    worker.done();
    await expect.poll(() => set(id)?.state).toBe('finished');
  }
  expect([...store.predictions.captions(running).values()]).toEqual(['A tree.', 'A car.']);
  expect(workers.started).toHaveLength(2);
});

it('a set left running by a crash is found failed with the reason, and can be retried', async () => {
  const id = addSet('a');
  await started(1);
  await queue.detach();
  store.jobs.update(`job-${id}`, { state: 'running' });
  openQueue();
  expect(set(id)).toMatchObject({ state: 'failed', reason: 'Nadir ended before all images were captioned.' });
  expect(queue.get(`job-${id}`).actions).toEqual(['retry']);
  expect(workers.started).toEqual([]);
});

it('a pause that is asked for before the worker has started reaches it, and a resume ends it', async () => {
  const id = addSet('a');
  queue.pause(`job-${id}`);
  expect(queue.get(`job-${id}`).state).toBe('paused');
  const worker = await started(1);
  expect(worker.requests.map(({ type }) => type)).toEqual(['start', 'pause']);
  worker.say({ type: 'paused' });
  queue.resume(`job-${id}`);
  worker.say({ type: 'resumed' });
  expect(queue.get(`job-${id}`).state).toBe('running');
});

it('a disk that fills up ends the job and the reason says so', async () => {
  const id = addSet('a');
  const worker = await started(1);
  store.db.pragma(`max_page_count = ${store.db.pragma('page_count', { simple: true })}`);
  worker.say(captions('x'.repeat(100_000), 'y'));
  await expect.poll(() => queue.get(`job-${id}`).state).toBe('failed');
  expect(queue.get(`job-${id}`).reason).toBe(
    'The captions could not be stored: The disk is full. Free some space and try again; nothing was lost.',
  );
});

it('a disk on which not even a pause can be noted does not end Nadir: the pause holds and is shown', async () => {
  const id = addSet('a');
  const worker = await started(1);
  store.db.pragma('query_only = ON');
  queue.pause(`job-${id}`);
  worker.say({ type: 'paused' });
  expect(queue.get(`job-${id}`).state).toBe('paused');
  queue.stop(`job-${id}`);
  await expect.poll(() => queue.get(`job-${id}`).state).toBe('stopped');
  store.db.pragma('query_only = OFF');
});
