import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TrainingQueue } from '../../main/jobs/training-queue.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import type { CheckpointRow } from '../../main/store/run-repository.ts';
import { playedWorkers } from './played-worker.ts';

let folder: string;
let store: ProjectStore;
let queue: TrainingQueue;
let workers: ReturnType<typeof playedWorkers>;
let told: string[];
/** Checkpoints in the folder of every run. */
let unwatched: readonly CheckpointRow[];

const addRun = (id: string): void =>
  store.runs.insert({
    id,
    name: id,
    preset: 'quick',
    modelId: 'nadir-mini',
    state: 'queued',
    reason: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    trainImages: 1,
    valImages: 1,
    config: {},
    device: null,
  });
const stateOf = (id: string) => store.runs.get(id)?.state;
const reasonOf = (id: string) => store.runs.get(id)?.reason;
const openQueue = (): TrainingQueue => {
  workers = playedWorkers();
  return new TrainingQueue({
    runs: store.runs,
    startWorker: workers.startWorker,
    saveMs: 100,
    insistMs: 0,
    runDirectory: (id) => store.runDirectory(id),
    unwatched: (_, known) => unwatched.filter(({ name }) => !known.some((other) => other.name === name)),
    jobOf: ({ id, modelId }) => {
      if (modelId === 'gone') throw new Error('The model is gone.');
      const at = store.runDirectory(id);
      return {
        kind: 'train',
        runId: id,
        snapshotFile: 's',
        runDirectory: at,
        cacheDirectory: 'c',
        modelDirectory: 'm',
        config: {},
      };
    },
    listener: {
      run: (id) => told.push(`${id} ${stateOf(id)}`),
      points: (id, points) => told.push(`${id} +${points.length}`),
      samples: () => undefined,
    },
  });
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-queue-'));
  store = ProjectStore.create(path.join(folder, 'p.nadir'));
  told = [];
  unwatched = [];
  queue = openQueue();
});
afterEach(async () => {
  await queue.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

it('runs go one at a time, in the order of starting', async () => {
  for (const id of ['a', 'b', 'c']) addRun(id);
  queue.startNext();
  queue.startNext();
  expect(workers.started).toHaveLength(1);
  expect([stateOf('a'), stateOf('b'), stateOf('c')]).toEqual(['running', 'queued', 'queued']);
  workers.started[0]!.done();
  await expect.poll(() => stateOf('b')).toBe('running');
  expect(stateOf('a')).toBe('finished');
  expect(workers.started.map(({ job }) => job.kind === 'train' && job.runId)).toEqual(['a', 'b']);
});

it('pause, resume and stop-and-save follow what the worker says', async () => {
  addRun('a');
  queue.startNext();
  const [worker] = workers.started;
  queue.pause('a');
  expect(worker!.requests.at(-1)).toEqual({ type: 'pause' });
  expect(stateOf('a')).toBe('running');
  worker!.say({ type: 'paused' });
  expect(stateOf('a')).toBe('paused');
  queue.resume('a');
  worker!.say({ type: 'resumed' });
  expect(stateOf('a')).toBe('running');
  queue.stop('a');
  expect([stateOf('a'), worker!.requests.at(-1)]).toEqual(['stopping', { type: 'stop' }]);
  worker!.say({ type: 'paused' });
  expect(stateOf('a')).toBe('stopping');
  worker!.checkpoint('last', 2, path.join(store.runDirectory('a'), 'checkpoints/last'));
  worker!.done(true);
  await expect.poll(() => stateOf('a')).toBe('stopped');
  expect(store.runs.checkpoints('a')).toMatchObject([{ name: 'last', directory: path.join('checkpoints', 'last') }]);
});

it('a waiting run is stopped by leaving the queue; pausing it is refused with its state', () => {
  addRun('a');
  addRun('b');
  queue.startNext();
  expect(() => queue.pause('b')).toThrow('queued');
  queue.stop('b');
  expect(stateOf('b')).toBe('stopped');
  expect(workers.started).toHaveLength(1);
});

it('a worker that ignores a stop is ended when asked again', async () => {
  addRun('a');
  queue.startNext();
  queue.stop('a');
  await new Promise((resolve) => setTimeout(resolve, 2));
  queue.stop('a');
  await expect.poll(() => stateOf('a')).toBe('failed');
  expect(reasonOf('a')).toBe('The training process was ended by SIGTERM. No checkpoint had been saved.');
});

it('SIGKILL fails the run with its reason, keeps points and the last checkpoint, and the next run starts', async () => {
  addRun('a');
  addRun('b');
  queue.startNext();
  const [worker] = workers.started;
  worker!.point(1);
  worker!.checkpoint('epoch-3', 3, path.join(store.runDirectory('a'), 'checkpoints/epoch-3'));
  worker!.point(2);
  worker!.exit({ code: null, signal: 'SIGKILL' });
  await expect.poll(() => stateOf('b')).toBe('running');
  expect(reasonOf('a')).toBe(
    'The training process was ended by SIGKILL, perhaps because memory ran out. The last checkpoint (epoch 3) is kept.',
  );
  expect(store.runs.points('a', 0).map(({ step, index }) => [step, index])).toEqual([
    [1, 0],
    [2, 1],
  ]);
  expect(store.runs.checkpoints('a')).toHaveLength(1);
});

it('a worker that says why it failed is quoted', async () => {
  addRun('a');
  queue.startNext();
  workers.started[0]!.say({ type: 'failed', code: 'disk_full', message: 'No room for the checkpoint' });
  await expect.poll(() => reasonOf('a')).toBe('No room for the checkpoint. No checkpoint had been saved.');
});

it('after a crash of Nadir, a run found going on has failed with its checkpoints, and what waited goes on', () => {
  for (const id of ['a', 'b', 'c']) addRun(id);
  store.runs.setState('a', 'running', null, null);
  store.runs.setState('b', 'paused', null, null);
  const checkpoint = { name: 'e', phase: 'scst', epoch: 1.5, step: 9, metrics: {}, best: true } as const;
  store.runs.addCheckpoint('a', { ...checkpoint, directory: 'checkpoints/e', createdAt: 'now' });
  queue.recover();
  queue.startNext();
  expect([stateOf('a'), stateOf('b'), stateOf('c')]).toEqual(['failed', 'failed', 'running']);
  expect(reasonOf('a')).toBe('Nadir ended while this run was going on. The last checkpoint (epoch 1.5) is kept.');
});

it('a checkpoint that a run saved after Nadir was killed is found by the next opening, or by a later one', () => {
  addRun('a');
  store.runs.setState('a', 'running', null, null);
  queue.recover();
  expect(reasonOf('a')).toBe('Nadir ended while this run was going on. No checkpoint had been saved.');
  const { finishedAt } = store.runs.get('a')!;
  unwatched = [
    {
      name: 'ce-000004',
      phase: 'cross-entropy',
      epoch: 1,
      step: 4,
      directory: path.join('checkpoints', 'ce-000004'),
      metrics: { cider: 0.5 },
      best: true,
      createdAt: 'now',
    },
  ];
  queue.recover();
  queue.recover();
  expect(store.runs.checkpoints('a')).toEqual(unwatched);
  expect(reasonOf('a')).toBe('Nadir ended while this run was going on. The last checkpoint (epoch 1) is kept.');
  expect(store.runs.get('a')).toMatchObject({ state: 'failed', finishedAt });
});

it('closing asks a run that has produced something to save, and waits for it', async () => {
  addRun('a');
  queue.startNext();
  const [worker] = workers.started;
  worker!.point(1);
  worker!.onRequest = ({ type }) => {
    if (type !== 'stop') return;
    worker!.checkpoint('saved', 1, path.join(store.runDirectory('a'), 'checkpoints/saved'));
    worker!.done(true);
  };
  await queue.close();
  expect([stateOf('a'), reasonOf('a')]).toEqual(['stopped', 'Nadir was closed while this run was going on.']);
  expect(store.runs.checkpoints('a').map(({ name }) => name)).toEqual(['saved']);
});

it('closing ends a run that does not save in time; its last checkpoint is kept', async () => {
  addRun('a');
  queue.startNext();
  workers.started[0]!.checkpoint('e', 2, path.join(store.runDirectory('a'), 'checkpoints/e'));
  await queue.close();
  expect([stateOf('a'), reasonOf('a')]).toEqual([
    'failed',
    'Nadir was closed while this run was going on. The last checkpoint (epoch 2) is kept.',
  ]);
});

it('the queue survives closing: a run with nothing to save yet goes back to it and starts again, before those behind', async () => {
  addRun('a');
  addRun('b');
  queue.startNext();
  await queue.close();
  expect([stateOf('a'), stateOf('b')]).toEqual(['queued', 'queued']);
  queue = openQueue();
  queue.recover();
  queue.startNext();
  expect([stateOf('a'), stateOf('b')]).toEqual(['running', 'queued']);
});

it('a run that was asked to stop is not started again by the next opening', async () => {
  addRun('a');
  queue.startNext();
  queue.stop('a');
  await queue.close();
  expect(stateOf('a')).toBe('stopped');
});

it('a run that cannot start has failed with the reason and does not hold up the next', () => {
  addRun('a');
  store.db.prepare("UPDATE runs SET model_id = 'gone' WHERE id = 'a'").run();
  addRun('b');
  queue.startNext();
  expect([stateOf('a'), stateOf('b')]).toEqual(['failed', 'running']);
  expect(reasonOf('a')).toContain('The model is gone.');
});

it('a disk that fills up while points are stored ends the run and says so; its checkpoint is kept', async () => {
  addRun('a');
  queue.startNext();
  const [worker] = workers.started;
  worker!.checkpoint('e', 1, path.join(store.runDirectory('a'), 'checkpoints/e'));
  const pages = store.db.pragma('page_count', { simple: true }) as number;
  store.db.pragma(`max_page_count = ${pages}`);
  worker!.point(1, Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`value${i}`, i])));
  await expect.poll(() => queue.current(store.runs.get('a')!).state).toBe('failed');
  expect(queue.current(store.runs.get('a')!).reason).toBe(
    'What training produced could not be stored: The disk is full. Free some space and try again; nothing was lost. The last checkpoint (epoch 1) is kept.',
  );
  expect(store.runs.checkpoints('a')).toHaveLength(1);
});

it('an end that cannot be stored is shown all the same, and the next opening finds the run interrupted', async () => {
  addRun('a');
  queue.startNext();
  store.db.pragma('query_only = ON');
  workers.started[0]!.done();
  await expect.poll(() => queue.current(store.runs.get('a')!).state).toBe('finished');
  expect(stateOf('a')).toBe('running');
  store.db.pragma('query_only = OFF');
  openQueue().recover();
  expect(stateOf('a')).toBe('failed');
});

it('progress is told a few times a second, not at every report, and is null after the end', async () => {
  addRun('a');
  queue.startNext();
  const [worker] = workers.started;
  const before = told.length;
  for (let done = 1; done <= 100; done += 1)
    worker!.say({ type: 'progress', stage: 'training', done, total: 100, secondsLeft: 100 - done });
  expect(told.length - before).toBeLessThanOrEqual(2);
  expect(queue.progress('a')).toEqual({ stage: 'training', done: 100, total: 100, secondsLeft: 0 });
  worker!.done();
  await expect.poll(() => stateOf('a')).toBe('finished');
  expect(queue.progress('a')).toBeNull();
});
