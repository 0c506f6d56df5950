import { expect, it } from 'vitest';
import { counterparts } from '../../../renderer/features/graph/counterparts.ts';

const reference = (name: string, ...mentions: { caption: number; object: number }[]) => ({
  name,
  captions: mentions.map(({ caption }) => caption),
  mentions,
  counts: [],
});
const own = {
  captionId: 5,
  text: '',
  corrected: null,
  referenceIds: [7, 9],
  graph: { objects: [], relations: [] },
  comparison: {
    references: [reference('road'), reference('plane', { caption: 1, object: 3 }, { caption: 0, object: 2 })],
    matched: [{ candidate: 4, reference: 1, reason: { rule: 'lemma' as const, score: 1 } }],
    missing: [],
    hallucinated: [],
    countDifferences: [],
  },
  details: null,
};

it('a matched object leads to the captions that name it, by their ids', () => {
  expect(counterparts(own, 4)).toEqual([
    { captionId: 9, object: 3 },
    { captionId: 7, object: 2 },
  ]);
});

it('an unsupported one, and one that is compared with nothing, lead nowhere', () => {
  expect(counterparts(own, 0)).toEqual([]);
  expect(counterparts({ ...own, comparison: null }, 4)).toEqual([]);
});
