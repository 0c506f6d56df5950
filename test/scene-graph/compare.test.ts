import { describe, expect, it } from 'vitest';
import { graphRates } from '../../main/metrics/graph-metrics.ts';
import { compareGraphs } from '../../main/scene-graph/compare.ts';
import { compareDetails as detailsOf } from '../../main/scene-graph/details.ts';
import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import { graph, object, parse } from './support.ts';

describe('the worked examples of the definition, from text to number', () => {
  it('"There is a forest.": 1 of 3 objects, SDE 1/3', () => {
    const candidate = parse('There is a forest.');
    const comparison = compareGraphs(candidate, [
      parse('In the picture there are a forest and a river.'),
      parse('There are a forest, a river and a road.'),
    ]);
    expect(comparison.references.map(({ name, captions }) => [name, captions])).toEqual([
      ['forest', [0, 1]],
      ['river', [0, 1]],
      ['road', [1]],
    ]);
    expect(comparison.matched).toEqual([{ candidate: 0, reference: 0, reason: { rule: 'lemma', score: 1 } }]);
    expect(comparison.missing).toEqual([1, 2]);
    expect(comparison.hallucinated).toEqual([]);
    expect(graphRates(candidate, comparison).sde).toBeCloseTo(1 / 3, 12);
  });

  it('"four planes and three buildings" against "five planes and one building": 1.5 and +0.5', () => {
    const candidate = parse('four planes and three buildings');
    const comparison = compareGraphs(candidate, [parse('five planes and one building')]);
    expect(comparison.countDifferences).toEqual([
      { candidate: 0, reference: 0, candidateCount: 4, referenceCount: 5 },
      { candidate: 1, reference: 1, candidateCount: 3, referenceCount: 1 },
    ]);
    const rates = graphRates(candidate, comparison);
    expect(rates.countAbsolute).toBe(1.5);
    expect(rates.countSigned).toBe(0.5);
  });
});

it('an object that nobody else names is hallucinated', () => {
  const comparison = compareGraphs(graph([object('plane'), object('river')]), [graph([object('airplane')])]);
  expect(comparison.hallucinated).toEqual([1]);
  expect(comparison.matched[0]?.reason.rule).toBe('group');
});

it('two candidates for one reference: the better has it, the other is hallucinated', () => {
  // "car" is near "truck" (0.6), "lorry" a kind of it (0.7).
  const comparison = compareGraphs(graph([object('car'), object('lorry')]), [graph([object('truck')])]);
  expect(comparison.matched).toEqual([{ candidate: 1, reference: 0, reason: { rule: 'hypernym', score: 0.7 } }]);
  expect(comparison.hallucinated).toEqual([0]);
});

it('namesakes share one reference', () => {
  const comparison = compareGraphs(graph([object('plane', 2), object('plane', 1)]), [graph([object('plane', 3)])]);
  expect(comparison.matched.map(({ candidate, reference }) => [candidate, reference])).toEqual([
    [0, 0],
    [1, 0],
  ]);
  expect(comparison.countDifferences).toEqual([{ candidate: 0, reference: 0, candidateCount: 3, referenceCount: 3 }]);
});

it('a higher threshold leaves kinds-of and near matches out', () => {
  const pair = [graph([object('oak')]), [graph([object('tree')])]] as const;
  expect(compareGraphs(...pair).matched).toHaveLength(1);
  expect(compareGraphs(...pair, { threshold: 0.8 }).hallucinated).toEqual([0]);
});

it('objects of the image that no caption names join the references; captions win over their counts', () => {
  const references = [graph([object('plane', 2)])];
  const options = { imageCounts: { airplane: 7, truck: 3, ship: 0 } };
  const comparison = compareGraphs(graph([object('truck', 3), object('plane', 2)]), references, options);
  expect(comparison.references).toEqual([
    {
      name: 'plane',
      captions: [0],
      mentions: [{ caption: 0, object: 0 }],
      counts: [{ min: 2, max: 2, text: '2' }],
    },
    { name: 'truck', captions: [], mentions: [], counts: [{ min: 3, max: 3, text: '3' }] },
  ]);
  expect(comparison.missing).toEqual([]);
  expect(comparison.countDifferences.map((one) => one.candidateCount - one.referenceCount)).toEqual([0, 0]);
});

it('an empty side is not an error', () => {
  expect(compareGraphs(graph([]), []).references).toEqual([]);
  expect(compareGraphs(graph([]), [graph([object('road')])]).missing).toEqual([0]);
  expect(compareGraphs(graph([object('road')]), []).hallucinated).toEqual([0]);
});

describe('details', () => {
  const compareDetails = (own: SceneGraph, references: readonly SceneGraph[]) =>
    detailsOf(own, references, compareGraphs(own, references));
  const candidate = graph([object('field', null, 'green'), object('road', null, 'grey')], [0, 'near', 1]);

  it('"a green field near a grey road" against "a brown field beside a gray road"', () => {
    const reference = graph([object('field', null, 'brown'), object('road', null, 'gray')], [0, 'beside', 1]);
    const details = compareDetails(candidate, [reference]);
    expect(details.attributes).toEqual([
      {
        candidate: 0,
        reference: 0,
        shared: [],
        missing: [{ name: 'brown', mentions: [{ caption: 0, object: 0, attribute: 0 }] }],
        unsupported: [0],
      },
      { candidate: 1, reference: 1, shared: [0], missing: [], unsupported: [] },
    ]);
    expect(details.relations).toEqual({
      shared: [{ relation: 0, mentions: [{ caption: 0, relation: 0 }] }],
      unsupported: [],
      missing: [],
    });
  });

  it('a relation of things that do not match is unsupported, and one that is not said is missing', () => {
    const reference = graph([object('road'), object('lake')], [0, 'around', 1]);
    expect(compareDetails(candidate, [reference]).relations).toEqual({
      shared: [],
      unsupported: [0],
      missing: [{ subject: 0, predicate: 'around', object: 1, mentions: [{ caption: 0, relation: 0 }] }],
    });
  });

  it('two references that say the same miss it once', () => {
    const near = graph([object('lake'), object('road')], [0, 'near', 1]);
    const beside = graph([object('lake'), object('road')], [0, 'next to', 1]);
    const { missing } = compareDetails(candidate, [near, beside]).relations;
    expect(missing.map(({ mentions }) => mentions)).toEqual([
      [
        { caption: 0, relation: 0 },
        { caption: 1, relation: 0 },
      ],
    ]);
  });

  it('"a lake surrounded by trees" says what "trees surround a lake" says', () => {
    const lake = graph([object('lake'), object('tree')], [0, 'surrounded by', 1]);
    const trees = graph([object('tree'), object('lake')], [0, 'surround', 1]);
    const wrong = graph([object('tree'), object('lake')], [1, 'surround', 0]);
    expect(compareDetails(lake, [trees]).relations).toEqual({
      shared: [{ relation: 0, mentions: [{ caption: 0, relation: 0 }] }],
      unsupported: [],
      missing: [],
    });
    expect(compareDetails(lake, [wrong]).relations.unsupported).toEqual([0]);
  });
});
