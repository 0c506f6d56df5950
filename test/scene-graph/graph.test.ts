import { expect, it } from 'vitest';
import { emptyGraph, graphProblems } from '../../main/scene-graph/graph.ts';
import { graph, object, parse } from './support.ts';

it('what a parser reads has no problems', () => {
  const text = 'Two white planes are parked near a few buildings.';
  expect(graphProblems(parse(text), text)).toEqual([]);
  expect(graphProblems(emptyGraph, '')).toEqual([]);
});

it('each thing that is wrong is named', () => {
  const road = { ...object('road'), spans: [[2, 9] as const], count: { min: 3, max: 2, text: '3' } };
  const wrong = graph([road, object(' ', null, '')], [0, 'near', 0], [0, '', 4]);
  expect(graphProblems(wrong, 'a road')).toEqual([
    '“road” points at words outside the caption.',
    '“road”: 2 is less than 3.',
    'Object 2 has no name.',
    'Object 2 has an attribute without a name.',
    'The relation “near” leads from an object to itself.',
    'A relation has no wording.',
    'The relation “” is about an object that is not in the graph.',
  ]);
});
