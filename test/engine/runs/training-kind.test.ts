import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeSafetensors } from '../../../main/checkpoint/safetensors.ts';
import type { EngineContext } from '../../../main/engine/door/engine-context.ts';
import { lookForLateCheckpoints, trainingKind } from '../../../main/engine/runs/training-kind.ts';
import { JobQueue } from '../../../main/jobs/job-queue.ts';
import { ProjectStore } from '../../../main/store/project-store.ts';
import type { Job } from '../../../preload/contract/jobs.ts';
import { playedWorkers } from '../../jobs/played-worker.ts';
import { resources } from '../support/test-engine.ts';

let folder: string;
let store: ProjectStore;
let queue: JobQueue;
let kind: ReturnType<typeof trainingKind>;
let workers: ReturnType<typeof playedWorkers>;
/** What was told of runs, beside what was told of jobs. */
let told: string[];
let jobs: Job[];

const addRun = (id: string, more: { modelId?: string; config?: Record<string, unknown> } = {}): void => {
  const order = { id: `job-${id}`, title: `Train "${id}"`, subject: { run: id }, input: { runId: id } };
  const run = { id, name: id, preset: 'quick', modelId: 'none', trainImages: 1, valImages: 1, device: null };
  const createdAt = '2026-01-01T00:00:00.000Z';
  queue.add(kind, order, (jobId) =>
    store.runs.insert({ ...run, config: { start: 'fresh' }, ...more, jobId, createdAt }),
  );
};
const stateOf = (id: string) => queue.get(`job-${id}`).state;
const reasonOf = (id: string) => queue.get(`job-${id}`).reason;
const inRun = (id: string, name: string): string => path.join(store.runDirectory(id), 'checkpoints', name);
const [pause, resume, stop] = (['pause', 'resume', 'stop'] as const).map((ask) => (id: string) => {
  queue[ask](`job-${id}`);
}) as [(id: string) => void, (id: string) => void, (id: string) => void];

/** The queue of an engine that opens the project. */
const openQueue = (): void => {
  workers = playedWorkers();
  const { startWorker } = workers;
  queue = new JobQueue({ tell: (job) => jobs.push(job), saveMs: 100, insistMs: 0 });
  const options = { startWorker, cacheDirectory: folder, userDataDirectory: folder, resourcesDirectory: resources };
  kind = trainingKind({ options, project: () => store } as unknown as EngineContext, {
    listener: {
      run: (id) => told.push(`${id} ${stateOf(id)}`),
      points: (id, points) => told.push(`${id} +${points.length}`),
      samples: () => undefined,
    },
    again: () => Promise.reject(new Error('Nothing is retried here.')),
  });
  queue.use([kind]);
  queue.attach(store, { startQueued: true });
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-training-'));
  store = ProjectStore.create(path.join(folder, 'p.nadir'));
  told = [];
  jobs = [];
  openQueue();
});
afterEach(async () => {
  await queue.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

it('runs go one at a time, in the order of starting', async () => {
  for (const id of ['a', 'b', 'c']) addRun(id);
  expect(workers.started).toHaveLength(1);
  expect([stateOf('a'), stateOf('b'), stateOf('c')]).toEqual(['running', 'queued', 'queued']);
  workers.started[0]!.done();
  await expect.poll(() => stateOf('b')).toBe('running');
  expect(stateOf('a')).toBe('finished');
  expect(workers.started.map(({ job }) => job.kind === 'train' && job.runId)).toEqual(['a', 'b']);
});

it('pause, resume and stop-and-save follow what the worker says', async () => {
  addRun('a');
  const [worker] = workers.started;
  pause('a');
  expect(worker!.requests.at(-1)).toEqual({ type: 'pause' });
  expect(stateOf('a')).toBe('running');
  worker!.say({ type: 'paused' });
  expect([stateOf('a'), store.runs.get('a')?.state]).toEqual(['paused', 'paused']);
  resume('a');
  worker!.say({ type: 'resumed' });
  expect(stateOf('a')).toBe('running');
  stop('a');
  expect([stateOf('a'), worker!.requests.at(-1)]).toEqual(['stopping', { type: 'stop' }]);
  worker!.say({ type: 'paused' });
  expect(stateOf('a')).toBe('stopping');
  worker!.checkpoint('last', 2, inRun('a', 'last'));
  worker!.done(true);
  await expect.poll(() => stateOf('a')).toBe('stopped');
  expect(store.runs.checkpoints('a')).toMatchObject([{ name: 'last', directory: path.join('checkpoints', 'last') }]);
});

it('a waiting run is stopped by leaving the queue; pausing it is refused with its state', () => {
  addRun('a');
  addRun('b');
  expect(() => pause('b')).toThrow('queued');
  stop('b');
  expect(stateOf('b')).toBe('stopped');
  expect(workers.started).toHaveLength(1);
});

it('a worker that ignores a stop is ended when asked again', async () => {
  addRun('a');
  stop('a');
  await new Promise((resolve) => setTimeout(resolve, 2));
  stop('a');
  await expect.poll(() => stateOf('a')).toBe('failed');
  expect(reasonOf('a')).toBe('The training process was ended by SIGTERM. No checkpoint had been saved.');
});

it('SIGKILL fails the run with its reason, keeps points and the last checkpoint, and the next run starts', async () => {
  addRun('a');
  addRun('b');
  const [worker] = workers.started;
  worker!.point(1);
  worker!.checkpoint('epoch-3', 3, inRun('a', 'epoch-3'));
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
  workers.started[0]!.say({ type: 'failed', code: 'disk_full', message: 'No room for the checkpoint' });
  await expect.poll(() => reasonOf('a')).toBe('No room for the checkpoint. No checkpoint had been saved.');
});

/** Leaves the jobs of runs as a crash does, with nobody to end them, and opens the project again. */
async function crashWith(states: Readonly<Record<string, 'queued' | 'running' | 'paused'>>): Promise<void> {
  for (const id of Object.keys(states)) addRun(id);
  await queue.detach();
  for (const [id, state] of Object.entries(states)) store.jobs.update(`job-${id}`, { state });
}

it('after a crash of Nadir, a run found going on has failed with its checkpoints, and what waited goes on', async () => {
  await crashWith({ a: 'running', b: 'paused', c: 'queued' });
  const checkpoint = { name: 'e', phase: 'scst', epoch: 1.5, step: 9, metrics: {}, best: true } as const;
  store.runs.addCheckpoint('a', { ...checkpoint, directory: 'checkpoints/e', createdAt: 'now' });
  openQueue();
  expect([stateOf('a'), stateOf('b'), stateOf('c')]).toEqual(['failed', 'failed', 'running']);
  expect(reasonOf('a')).toBe('Nadir ended while this run was going on. The last checkpoint (epoch 1.5) is kept.');
});

it('a checkpoint that a run saved after Nadir was killed is found by the next opening, or by a later one', async () => {
  await crashWith({ a: 'running' });
  openQueue();
  expect(reasonOf('a')).toBe('Nadir ended while this run was going on. No checkpoint had been saved.');
  const { finishedAt } = store.runs.get('a')!;
  const directory = inRun('a', 'ce-000004');
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'config.json'), '{}');
  const weights = path.join(directory, 'model.safetensors');
  const metadata = { phase: 'cross-entropy', epoch: '1', step: '4', metrics: '{"cider": 0.5}' };
  writeSafetensors(weights, new Map([['w', { shape: [1], data: Float32Array.of(1) }]]), { metadata });
  utimesSync(weights, 60, 60);
  for (let opening = 0; opening < 2; opening += 1) {
    lookForLateCheckpoints(store);
    openQueue();
  }
  expect(store.runs.checkpoints('a')).toEqual([
    {
      name: 'ce-000004',
      phase: 'cross-entropy',
      epoch: 1,
      step: 4,
      directory: path.join('checkpoints', 'ce-000004'),
      metrics: { cider: 0.5 },
      best: true,
      createdAt: '1970-01-01T00:01:00.000Z',
    },
  ]);
  expect(reasonOf('a')).toBe('Nadir ended while this run was going on. The last checkpoint (epoch 1) is kept.');
  expect(store.runs.get('a')).toMatchObject({ state: 'failed', finishedAt });
});

it('closing asks a run that has produced something to save, and waits for it', async () => {
  addRun('a');
  const [worker] = workers.started;
  worker!.point(1);
  worker!.onRequest = ({ type }) => {
    if (type !== 'stop') return;
    worker!.checkpoint('saved', 1, inRun('a', 'saved'));
    worker!.done(true);
  };
  await queue.detach();
  const { state, reason } = store.runs.get('a')!;
  expect([state, reason]).toEqual(['stopped', 'Nadir was closed while this run was going on.']);
  expect(store.runs.checkpoints('a').map(({ name }) => name)).toEqual(['saved']);
});

it('closing ends a run that does not save in time; its last checkpoint is kept', async () => {
  addRun('a');
  workers.started[0]!.checkpoint('e', 2, inRun('a', 'e'));
  await queue.detach();
  const { state, reason } = store.runs.get('a')!;
  expect([state, reason]).toEqual([
    'failed',
    'Nadir was closed while this run was going on. The last checkpoint (epoch 2) is kept.',
  ]);
});

it('the queue survives closing: a run with nothing to save yet goes back to it and starts again, before those behind', async () => {
  addRun('a');
  addRun('b');
  await queue.detach();
  expect(['a', 'b'].map((id) => store.runs.get(id)?.state)).toEqual(['queued', 'queued']);
  openQueue();
  expect([stateOf('a'), stateOf('b')]).toEqual(['running', 'queued']);
});

it('a run that was asked to stop is not started again by the next opening', async () => {
  addRun('a');
  stop('a');
  await queue.detach();
  expect(store.runs.get('a')?.state).toBe('stopped');
  openQueue();
  expect(workers.started).toEqual([]);
});

it('a run that cannot start has failed with the reason and does not hold up the next', async () => {
  addRun('a', { modelId: 'gone', config: {} });
  addRun('b');
  await expect.poll(() => stateOf('b')).toBe('running');
  expect(stateOf('a')).toBe('failed');
  expect(reasonOf('a')).toContain('There is no model "gone".');
});

it('a disk that fills up while points are stored ends the run and says so; its checkpoint is kept', async () => {
  addRun('a');
  const [worker] = workers.started;
  worker!.checkpoint('e', 1, inRun('a', 'e'));
  const pages = store.db.pragma('page_count', { simple: true }) as number;
  store.db.pragma(`max_page_count = ${pages}`);
  worker!.point(1, Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`value${i}`, i])));
  await expect.poll(() => stateOf('a')).toBe('failed');
  expect(reasonOf('a')).toBe(
    'What training produced could not be stored: The disk is full. Free some space and try again; nothing was lost. The last checkpoint (epoch 1) is kept.',
  );
  expect(store.runs.checkpoints('a')).toHaveLength(1);
});

it('an end that cannot be stored is shown all the same, and the next opening finds the run interrupted', async () => {
  addRun('a');
  store.db.pragma('query_only = ON');
  workers.started[0]!.done();
  await expect.poll(() => stateOf('a')).toBe('finished');
  expect(store.runs.get('a')?.state).toBe('running');
  await queue.detach();
  store.db.pragma('query_only = OFF');
  openQueue();
  expect(stateOf('a')).toBe('failed');
});

it('progress comes with the job, a few times a second and not at every report; the run itself is told when its state changes, and for each checkpoint', async () => {
  addRun('a');
  const [worker] = workers.started;
  const before = jobs.length;
  for (let done = 1; done <= 100; done += 1)
    worker!.say({ type: 'progress', stage: 'training', done, total: 100, secondsLeft: 100 - done });
  expect(jobs.length - before).toBeLessThanOrEqual(2);
  expect(queue.get('job-a').progress).toEqual({ stage: 'training', done: 100, total: 100, secondsLeft: 0 });
  worker!.checkpoint('e', 1, inRun('a', 'e'));
  worker!.done();
  await expect.poll(() => stateOf('a')).toBe('finished');
  expect(queue.get('job-a').progress).toBeNull();
  expect(told).toEqual(['a queued', 'a running', 'a running', 'a finished']);
});
