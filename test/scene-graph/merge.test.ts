import { expect, it } from 'vitest';
import { Matcher } from '../../main/scene-graph/match.ts';
import {
  agreedCount,
  countDictionary,
  exactCount,
  mergeGraphs,
  mergeReferences,
} from '../../main/scene-graph/merge.ts';
import { graph, object } from './support.ts';

const exact = (count: number) => ({ min: count, max: count, text: String(count) });
const loose = { min: 3, max: null, text: 'several' };

it('"a plane" and "two airplanes and a tank": plane in both captions, tank in the second', () => {
  const { objects, indexOf } = mergeGraphs([
    graph([object('plane')]),
    graph([object('airplane', 2), object('storage tank')]),
  ]);
  expect(objects).toEqual([
    {
      name: 'plane',
      captions: [0, 1],
      mentions: [
        { caption: 0, object: 0 },
        { caption: 1, object: 0 },
      ],
      counts: [exact(2)],
    },
    { name: 'storage tank', captions: [1], mentions: [{ caption: 1, object: 1 }], counts: [] },
  ]);
  expect(indexOf).toEqual([[0], [0, 1]]);
});

it('an object has its most frequent name', () => {
  const named = (...names: string[]) => mergeReferences(names.map((name) => graph([object(name)])))[0]?.name;
  expect(named('plane', 'airplane', 'airplane')).toBe('airplane');
  expect(named('plane', 'airplane')).toBe('plane');
});

it('kinds of a thing stay apart: a caption may tell house and building', () => {
  expect(mergeReferences([graph([object('house'), object('building')])])).toHaveLength(2);
});

it('a name joins only what agrees with every name there', () => {
  const courts = graph([object('tennis court'), object('court'), object('basketball court')]);
  expect(mergeGraphs([courts]).indexOf).toEqual([[0, 0, 1]]);
});

it('counts of namesakes in one caption add up, unless one of them is not stated', () => {
  const sum = (...counts: (number | null)[]) =>
    mergeReferences([graph(counts.map((count) => object('tank', count)))])[0]?.counts.map(exactCount);
  expect(sum(3, 2)).toEqual([5]);
  expect(sum(3, null)).toEqual([]);
  expect(sum(null, 3)).toEqual([]);
});

it('the agreed count is the most frequent exact one, the smaller of equals', () => {
  expect(agreedCount([exact(2), exact(3), exact(3)])).toBe(3);
  expect(agreedCount([exact(4), exact(2)])).toBe(2);
  expect(agreedCount([loose, exact(7)])).toBe(7);
  expect(agreedCount([loose])).toBeNull();
  expect(agreedCount([])).toBeNull();
});

it('the count dictionary names objects with an agreed count alone', () => {
  expect(countDictionary([graph([object('plane', 2)]), graph([object('airplane', 2), object('car')])])).toEqual({
    plane: 2,
  });
});

it('what is remembered of a set of references belongs to the matcher', () => {
  class Strict extends Matcher {
    override objects(a: string, b: string) {
      return a === b ? super.objects(a, b) : null;
    }
  }
  const references = [graph([object('plane')]), graph([object('airplane')])];
  expect(mergeGraphs(references).objects).toHaveLength(1);
  expect(mergeGraphs(references, new Strict()).objects).toHaveLength(2);
  expect(mergeGraphs(references)).toBe(mergeGraphs(references));
});
