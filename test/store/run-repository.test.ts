import { expect, it } from 'vitest';
import { ProjectStore } from '../../main/store/project-store.ts';
import type { CheckpointRow, NewRun } from '../../main/store/run-repository.ts';
import type { JobState } from '../../preload/contract/jobs.ts';
import { addImage, addJob, reopen, temporaryFile } from './support.ts';

/** A run that is queued. */
function addRun(store: ProjectStore, id: string): NewRun {
  const run = runOf(id);
  addJob(store, run.jobId, 'training');
  store.runs.insert(run);
  return run;
}
const runOf = (id: string): NewRun => ({
  id,
  name: `Run ${id}`,
  preset: 'quick',
  modelId: 'nadir-mini',
  jobId: `job-${id}`,
  createdAt: '2026-01-02T03:04:05.000Z',
  trainImages: 10,
  valImages: 2,
  config: { seed: 7, scst: { samples: 5 } },
  device: null,
});
const checkpointOf = (name: string, more: Partial<CheckpointRow> = {}): CheckpointRow => ({
  name,
  phase: 'cross-entropy',
  epoch: 1,
  step: 10,
  metrics: { cider: 0.5 },
  best: false,
  createdAt: '2026-01-02T03:04:05.000Z',
  directory: `checkpoints/${name}`,
  ...more,
});

it('runs come newest first, with their settings, after a restart too', () => {
  let store = ProjectStore.create(temporaryFile());
  const run = addRun(store, 'b');
  addRun(store, 'a');
  store.jobs.update('job-a', { state: 'running' });
  store = reopen(store);
  expect(store.runs.list().map(({ id, queueOrder, state }) => [id, queueOrder, state])).toEqual([
    ['a', 2, 'running'],
    ['b', 1, 'queued'],
  ]);
  expect(store.runs.get('b')).toEqual({ ...run, queueOrder: 1, state: 'queued', reason: null, finishedAt: null });
  expect(store.runs.get('c')).toBeUndefined();
  expect(store.runs.count()).toBe(2);
  store.close();
});

it('device and name change on their own, the state with its job; an unknown state and a run without a job are refused', () => {
  const store = ProjectStore.create(temporaryFile());
  addRun(store, 'a');
  store.runs.setDevice('a', 'CPU, 2 cores');
  store.runs.rename('a', 'Küste');
  store.jobs.update('job-a', { state: 'failed', reason: 'out of memory', endedAt: '2026-01-02T04:00:00.000Z' });
  expect(store.runs.get('a')).toMatchObject({
    name: 'Küste',
    device: 'CPU, 2 cores',
    state: 'failed',
    reason: 'out of memory',
    finishedAt: '2026-01-02T04:00:00.000Z',
  });
  expect(() => store.jobs.update('job-a', { state: 'lost' as never })).toThrow(/CHECK/);
  expect(() => store.runs.insert(runOf('b'))).toThrow(/FOREIGN KEY/);
  store.close();
});

it('points are numbered on, and read from any of them', () => {
  const store = ProjectStore.create(temporaryFile());
  addRun(store, 'a');
  addRun(store, 'b');
  const point = (step: number) => ({ phase: 'scst' as const, step, epoch: step / 10, values: { loss: 1 / step } });
  expect(store.runs.addPoints('a', [point(1), point(2)]).map(({ index }) => index)).toEqual([0, 1]);
  store.runs.addPoints('b', [point(9)]);
  expect(store.runs.addPoints('a', [point(3)]).map(({ index }) => index)).toEqual([2]);
  expect(store.runs.points('a', 1)).toEqual([
    { index: 1, ...point(2) },
    { index: 2, ...point(3) },
  ]);
  expect(store.runs.points('a', 3)).toEqual([]);
  expect(() => store.runs.addPoints('unknown', [point(1)])).toThrow(/FOREIGN KEY/);
  store.close();
});

it('samples are grouped by image, oldest first', () => {
  const store = ProjectStore.create(temporaryFile());
  addRun(store, 'a');
  store.runs.addSamples('a', [
    { imageId: 2, epoch: 0, phase: 'cross-entropy', caption: 'a' },
    { imageId: 1, epoch: 0, phase: 'cross-entropy', caption: 'b' },
    { imageId: 2, epoch: 1, phase: 'scst', caption: 'c' },
  ]);
  expect(store.runs.samples('a')).toEqual([
    { imageId: 1, captions: [{ epoch: 0, phase: 'cross-entropy', caption: 'b' }] },
    {
      imageId: 2,
      captions: [
        { epoch: 0, phase: 'cross-entropy', caption: 'a' },
        { epoch: 1, phase: 'scst', caption: 'c' },
      ],
    },
  ]);
  store.close();
});

it('one checkpoint of a run is its best; one saved again takes its place and comes last', () => {
  const store = ProjectStore.create(temporaryFile());
  addRun(store, 'a');
  addRun(store, 'b');
  store.runs.addCheckpoint('b', checkpointOf('epoch-1', { best: true }));
  store.runs.addCheckpoint('a', checkpointOf('last', { best: true }));
  store.runs.addCheckpoint('a', checkpointOf('epoch-2', { best: true, metrics: { cider: 0.9 } }));
  expect(store.runs.checkpoints('a').map(({ name, best }) => [name, best])).toEqual([
    ['last', false],
    ['epoch-2', true],
  ]);
  store.runs.addCheckpoint('a', checkpointOf('last', { step: 30 }));
  expect(store.runs.checkpoints('a')).toEqual([
    checkpointOf('epoch-2', { best: true, metrics: { cider: 0.9 } }),
    checkpointOf('last', { step: 30 }),
  ]);
  expect(store.runs.checkpoints('b').map(({ best }) => best)).toEqual([true]);
  store.close();
});

it('captions that a model made replace those of the same model, split and decoding; their state is that of their job', () => {
  const store = ProjectStore.create(temporaryFile());
  for (const name of ['a.png', 'b.png']) addImage(store, name, []);
  const set = {
    modelId: 'run:a',
    modelVersion: 'epoch-1',
    split: 'test',
    decoding: 'beam 5',
    total: 2,
    imagesKey: 'k1',
    createdAt: '2026-01-02T03:04:05.000Z',
  };
  const begin = (more: Partial<typeof set> = {}): number => {
    const id = store.predictions.nextId();
    addJob(store, `job-set-${id}`, 'captioning');
    store.predictions.begin(id, { ...set, ...more, jobId: `job-set-${id}` });
    return id;
  };
  const first = begin();
  store.predictions.add(first, [{ imageId: 2, caption: 'two' }]);
  store.predictions.add(first, [
    { imageId: 1, caption: 'one' },
    { imageId: 2, caption: 'two again' },
  ]);
  expect([...store.predictions.captions(first)]).toEqual([
    [1, 'one'],
    [2, 'two again'],
  ]);
  expect(store.predictions.get(first)).toEqual({
    ...set,
    id: first,
    jobId: `job-set-${first}`,
    state: 'running',
    reason: null,
    done: 2,
  });
  const stateWith = (state: JobState) => {
    store.jobs.update(`job-set-${first}`, { state, reason: 'why' });
    return [store.predictions.get(first)!.state, store.predictions.get(first)!.reason];
  };
  expect((['queued', 'paused', 'stopping', 'stopped', 'failed', 'finished'] as const).map(stateWith)).toEqual([
    ['running', 'why'],
    ['running', 'why'],
    ['running', 'why'],
    ['failed', 'why'],
    ['failed', 'why'],
    ['finished', 'why'],
  ]);
  const greedy = begin({ decoding: 'greedy', createdAt: '2026-01-02T03:04:06.000Z' });
  const again = begin({ modelVersion: 'epoch-2', createdAt: '2026-01-02T03:04:07.000Z' });
  expect(store.predictions.list().map(({ id, done }) => [id, done])).toEqual([
    [again, 0],
    [greedy, 0],
  ]);
  expect(store.predictions.captions(first).size).toBe(0);
  store.predictions.add(greedy, [{ imageId: 1, caption: 'half' }]);
  store.predictions.clear(greedy);
  expect(store.predictions.get(greedy)).toMatchObject({ done: 0, state: 'running' });
  store.predictions.remove(greedy);
  expect(store.predictions.get(greedy)).toBeUndefined();
  expect(() => store.predictions.add(again, [{ imageId: 99, caption: 'x' }])).toThrow(/FOREIGN KEY/);
  store.close();
});

it('the references themselves are a set without a job, finished as soon as they are there', () => {
  const store = ProjectStore.create(temporaryFile());
  const [modelId, split, decoding, imagesKey, createdAt] = ['baseline-human', 'val', 'baseline', 'k', '2026-01-01'];
  const id = store.predictions.nextId();
  store.predictions.begin(id, {
    modelId,
    modelVersion: '1',
    split,
    decoding,
    total: 2,
    imagesKey,
    createdAt,
    jobId: null,
  });
  expect(store.predictions.get(id)).toMatchObject({ state: 'finished', jobId: null, reason: null });
  store.close();
});

it('graphs are remembered by parser, version and text', () => {
  let store = ProjectStore.create(temporaryFile());
  const graph = { objects: [], relations: [] };
  const bay = { ...graph, objects: [{ name: 'bay', surface: 'bay', spans: [], count: null, attributes: [] }] };
  store.graphs.put('rules', '1', [
    { text: 'a bay', graph },
    { text: '', graph },
  ]);
  store.graphs.put('rules', '2', [{ text: 'a bay', graph: bay }]);
  store.graphs.put('neural', '1', [{ text: 'a bay', graph }]);
  store = reopen(store);
  expect(store.graphs.get('rules', '2', 'a bay')).toEqual(bay);
  expect(store.graphs.get('rules', '1', 'a bay')).toEqual(graph);
  expect(store.graphs.get('rules', '1', '')).toEqual(graph);
  expect(store.graphs.get('rules', '2', 'A bay')).toBeUndefined();
  store.graphs.dropOldVersions('rules', '2');
  expect(store.graphs.get('rules', '1', 'a bay')).toBeUndefined();
  expect(store.graphs.get('rules', '2', 'a bay')).toEqual(bay);
  expect(store.graphs.get('neural', '1', 'a bay')).toEqual(graph);
  store.close();
});
