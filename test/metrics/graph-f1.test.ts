import { expect, it } from 'vitest';
import { graphF1, tuplesOf } from '../../main/metrics/graph-f1.ts';
import { parseGraph } from '../../main/scene-graph/text-form.ts';

const f1 = (candidate: string, ...references: string[]) => graphF1(parseGraph(candidate), references.map(parseGraph));

it('a graph’s tuples are its objects, their exact counts and attributes, and its relations', () => {
  const graph = parseGraph('( plane , is , 2 ) , ( plane , is , white ) , ( plane , near , road )');
  expect(
    tuplesOf([graph])
      .map((tuple) => tuple.join(' '))
      .toSorted(),
  ).toEqual(['plane', 'plane 2', 'plane near road', 'plane white', 'road']);
});

it('references are merged, and synonyms are one tuple', () => {
  const graphs = ['( car , is , red )', '( automobile , is , red ) , ( car , is , big )'].map(parseGraph);
  expect(tuplesOf(graphs)).toEqual([['car'], ['car', 'red'], ['car', 'big']]);
});

it('two of three tuples on one side, two of two on the other: 2 · 2 ÷ (3 + 2)', () => {
  expect(f1('( car , is , red ) , ( car , is , old )', '( automobile , is , red )')).toBeCloseTo(4 / 5, 12);
});

it('a tuple of the references is matched once, synonyms of the candidate are one tuple', () => {
  // An automobile and a railcar are both cars, but not each other: one of two tuples, and the one of the references.
  expect(f1('( automobile , is , old ) , ( railcar , is , new )', '( car , is , wet )')).toBeCloseTo(2 / (4 + 2), 12);
  expect(f1('( ship , is , big ) , ( ship , is , large )', '( ship , is , big )')).toBe(1);
  expect(f1('( ship , is , big ) , ( ship , is , green )', '( ship , is , big )')).toBeCloseTo(4 / 5, 12);
});

it('relations count as a whole: another predicate or the other way round is not a match', () => {
  // car, road of car, road: 2 of 3 tuples on both sides.
  expect(f1('( car , on , road )', '( car , beside , road )')).toBeCloseTo(2 / 3, 12);
  expect(f1('( car , on , road )', '( road , on , car )')).toBeCloseTo(2 / 3, 12);
  expect(f1('( car , on , road )', '( car , on , road )')).toBe(1);
});

it('no tuples: 0 for the candidate, not applicable for the references', () => {
  expect(f1('', '( car , is , red )')).toBe(0);
  expect(f1('( car , is , red )', '')).toBeNull();
});
