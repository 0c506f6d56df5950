import { expect, it } from 'vitest';
import { ProjectStore } from '../../main/store/project-store.ts';
import type { CheckpointRow, RunRow } from '../../main/store/run-repository.ts';
import { addImage, reopen, temporaryFile } from './support.ts';

const runOf = (id: string, more: Partial<RunRow> = {}): Omit<RunRow, 'queueOrder'> => ({
  id,
  name: `Run ${id}`,
  preset: 'quick',
  modelId: 'nadir-mini',
  state: 'queued',
  reason: null,
  createdAt: '2026-01-02T03:04:05.000Z',
  finishedAt: null,
  trainImages: 10,
  valImages: 2,
  config: { seed: 7, scst: { samples: 5 } },
  device: null,
  ...more,
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
  store.runs.insert(runOf('b'));
  store.runs.insert(runOf('a', { state: 'running' }));
  store = reopen(store);
  expect(store.runs.list().map(({ id, queueOrder }) => [id, queueOrder])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  expect(store.runs.get('b')).toEqual({ ...runOf('b'), queueOrder: 1 });
  expect(store.runs.get('c')).toBeUndefined();
  expect(store.runs.count()).toBe(2);
  store.close();
});

it('state, device and name change on their own; an unknown state is refused', () => {
  const store = ProjectStore.create(temporaryFile());
  store.runs.insert(runOf('a'));
  store.runs.setDevice('a', 'CPU, 2 cores');
  store.runs.rename('a', 'Küste');
  store.runs.setState('a', 'failed', 'out of memory', '2026-01-02T04:00:00.000Z');
  expect(store.runs.get('a')).toMatchObject({
    name: 'Küste',
    device: 'CPU, 2 cores',
    state: 'failed',
    reason: 'out of memory',
    finishedAt: '2026-01-02T04:00:00.000Z',
  });
  expect(() => store.runs.setState('a', 'lost' as never, null, null)).toThrow(/CHECK/);
  store.close();
});

it('points are numbered on, and read from any of them', () => {
  const store = ProjectStore.create(temporaryFile());
  store.runs.insert(runOf('a'));
  store.runs.insert(runOf('b'));
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
  store.runs.insert(runOf('a'));
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
  store.runs.insert(runOf('a'));
  store.runs.insert(runOf('b'));
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

it('captions that a model made replace those of the same model, split and decoding', () => {
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
  const first = store.predictions.begin(set);
  store.predictions.add(first, [{ imageId: 2, caption: 'two' }]);
  store.predictions.add(first, [
    { imageId: 1, caption: 'one' },
    { imageId: 2, caption: 'two again' },
  ]);
  expect([...store.predictions.captions(first)]).toEqual([
    [1, 'one'],
    [2, 'two again'],
  ]);
  expect(store.predictions.get(first)).toEqual({ ...set, id: first, state: 'running', reason: null, done: 2 });
  store.predictions.setState(first, 'finished', null);
  const greedy = store.predictions.begin({ ...set, decoding: 'greedy', createdAt: '2026-01-02T03:04:06.000Z' });
  const again = store.predictions.begin({ ...set, modelVersion: 'epoch-2', createdAt: '2026-01-02T03:04:07.000Z' });
  expect(store.predictions.list().map(({ id, done }) => [id, done])).toEqual([
    [again, 0],
    [greedy, 0],
  ]);
  expect(store.predictions.captions(first).size).toBe(0);
  store.predictions.remove(greedy);
  expect(store.predictions.get(greedy)).toBeUndefined();
  expect(() => store.predictions.add(again, [{ imageId: 99, caption: 'x' }])).toThrow(/FOREIGN KEY/);
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
