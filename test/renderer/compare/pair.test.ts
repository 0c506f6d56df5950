import { expect, it } from 'vitest';
import { resolvePair, setState, splitOrder } from '../../../renderer/features/compare/pair.ts';

const model = (id: string, kind: 'bundled' | 'run' | 'baseline') => ({
  id,
  kind,
  title: id,
  detail: '',
  parameters: null,
  preset: null,
});
const models = [
  model('baseline-template', 'baseline'),
  model('run-2', 'run'),
  model('run-1', 'run'),
  model('nadir-mini', 'bundled'),
];
const ids = (chosen: { a: string | null; b: string | null }, list = models) => {
  const pair = resolvePair(list, chosen);
  return pair === null ? null : [pair.a.id, pair.b.id];
};

it('nothing chosen puts the bundled model beside the first run', () => {
  expect(ids({ a: null, b: null })).toEqual(['nadir-mini', 'run-2']);
});

it('a choice that still exists is kept, even the same model twice; one that is gone is replaced', () => {
  expect(ids({ a: 'run-1', b: 'run-2' })).toEqual(['run-1', 'run-2']);
  expect(ids({ a: 'run-1', b: 'run-1' })).toEqual(['run-1', 'run-1']);
  expect(ids({ a: 'deleted', b: 'run-1' })).toEqual(['nadir-mini', 'run-1']);
});

it('the other side never repeats the chosen one', () => {
  expect(ids({ a: null, b: 'nadir-mini' })).toEqual(['run-2', 'nadir-mini']);
  expect(ids({ a: 'run-2', b: null })).toEqual(['run-2', 'run-1']);
  expect(ids({ a: null, b: null }, [model('nadir-mini', 'bundled'), model('baseline-nn', 'baseline')])).toEqual([
    'nadir-mini',
    'baseline-nn',
  ]);
});

it('one model alone is not a pair', () => {
  expect(ids({ a: null, b: null }, [model('nadir-mini', 'bundled')])).toBeNull();
});

it('a finished set of images that changed is stale, an absent one missing', () => {
  const set = {
    modelId: 'm',
    split: 'val',
    reason: null,
    done: 1,
    total: 1,
    decoding: 'greedy',
    jobId: 'j',
    progress: null,
  };
  expect(setState(undefined)).toBe('missing');
  expect(setState({ ...set, state: 'finished', stale: true })).toBe('stale');
  expect(setState({ ...set, state: 'finished', stale: false })).toBe('finished');
  expect(setState({ ...set, state: 'running', stale: true })).toBe('running');
});

it('val comes before test before train, and empty splits are not offered', () => {
  const split = (name: string, images = 1) => ({ name, images, captions: 1 });
  expect(
    splitOrder([split('train'), split('extra'), split('test'), split('val'), split('restval', 0)]).map(
      (one) => one.name,
    ),
  ).toEqual(['val', 'test', 'train', 'extra']);
});
