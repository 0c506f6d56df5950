import { expect, it } from 'vitest';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { relationRows, relationSupport } from '../../../renderer/features/graph/relation-rows.ts';

const object = (name: string) => ({ name, surface: name, spans: [], count: null, attributes: [] });
const relation = (subject: number, predicate: string, to: number) => ({
  subject,
  predicate,
  object: to,
  span: [0, 0] as const,
});
const reference = (name: string) => ({ name, captions: [0], mentions: [], counts: [] });
const own: CaptionGraph = {
  captionId: 5,
  text: '',
  corrected: null,
  referenceIds: [7, 9],
  graph: {
    objects: [object('tree'), object('lake')],
    relations: [relation(0, 'around', 1), relation(1, 'near', 0)],
  },
  comparison: {
    references: [reference('tree'), reference('lake'), reference('road')],
    matched: [],
    missing: [],
    hallucinated: [],
    countDifferences: [],
  },
  details: {
    attributes: [],
    relations: {
      shared: [{ relation: 0, mentions: [{ caption: 0, relation: 2 }] }],
      unsupported: [1],
      missing: [
        {
          subject: 2,
          predicate: 'beside',
          object: 1,
          mentions: [
            { caption: 1, relation: 0 },
            { caption: 1, relation: 3 },
          ],
        },
      ],
    },
  },
};

it('the caption’s relations come first, then those that only others state, with the captions that do', () => {
  expect(relationRows(own).map((row) => [row.subject, row.predicate, row.object, row.support, row.saidBy])).toEqual([
    ['tree', 'around', 'lake', 'shared', [7]],
    ['lake', 'near', 'tree', 'onlyHere', []],
    ['road', 'beside', 'lake', 'missing', [9]],
  ]);
});

it('without another caption nothing is said about support', () => {
  expect(relationSupport({ ...own, details: null }, 0)).toBeNull();
  expect(relationSupport({ captionId: -1, graph: own.graph, comparison: null }, 0)).toBeNull();
});
