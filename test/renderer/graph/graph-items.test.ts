import { expect, it } from 'vitest';
import { counterparts, graphItems, itemPhrase, shownCount } from '../../../renderer/features/graph/graph-items.ts';

const object = (name: string, count: number | null = null) => ({
  name,
  surface: name,
  spans: [],
  count: count === null ? null : { min: count, max: count, text: String(count) },
  attributes: [],
});
const graphOf = (captionId: number, comparison: Parameters<typeof graphItems>[0]['comparison'] = null) => ({
  captionId,
  text: '',
  graph: { objects: [object('plane', 2), object('lake')], relations: [] },
  corrected: null,
  referenceIds: [70, 71, 72].filter((id) => id !== captionId),
  comparison,
  details: null,
});
const comparison = {
  references: [
    { name: 'plane', captions: [0, 1], mentions: [], counts: [{ min: 3, max: 3, text: 'three' }] },
    { name: 'road', captions: [1], mentions: [], counts: [] },
    { name: 'hangar', captions: [0, 1], mentions: [], counts: [] },
  ],
  matched: [{ candidate: 0, reference: 0, reason: { rule: 'lemma' as const, score: 1 } }],
  missing: [1, 2],
  hallucinated: [1],
  countDifferences: [{ candidate: 0, reference: 0, candidateCount: 2, referenceCount: 3 }],
};
const all = [graphOf(70), graphOf(71, comparison), graphOf(72)];
const items = graphItems(all[1]!, all);

it('what the caption says comes first, then what it misses, the most often named first', () => {
  expect(items.map(({ state, name }) => [state, name])).toEqual([
    ['matched', 'plane'],
    ['unsupported', 'lake'],
    ['missing', 'hangar'],
    ['missing', 'road'],
  ]);
});

it('places among the other captions become their ids, past the caption itself', () => {
  expect(items.map((item) => item.namedBy)).toEqual([[70, 72], [], [70, 72], [72]]);
});

it('a differing count is said with both figures, an equal one is not', () => {
  expect(items[0]?.note).toBe('says 2, others 3');
  const equal = { ...comparison, countDifferences: [{ ...comparison.countDifferences[0]!, referenceCount: 2 }] };
  expect(graphItems(graphOf(71, equal), all)[0]?.note).toBe('in 2 of 2');
});

it('without another caption nothing is called matched or unsupported', () => {
  expect(graphItems(graphOf(71), [graphOf(71)]).map((item) => item.state)).toEqual(['alone', 'alone']);
});

it('exact counts are figures, ranges stay words', () => {
  expect(shownCount({ min: 2, max: 2, text: 'Two' })).toBe('×2');
  expect(shownCount({ min: 3, max: null, text: 'Several' })).toBe('several');
  expect(shownCount(null)).toBeNull();
});

it('each object is read out with its count and its state', () => {
  expect(items.map(itemPhrase)).toEqual([
    'plane, count 2; matched, says 2, others 3',
    'lake; unsupported, no other caption names it',
    'hangar; missing here, named by 2 other captions',
    'road; missing here, named by 1 other caption',
  ]);
});

it('what only the detector counted is missing too, and says whose word it is', () => {
  const counted = {
    ...comparison,
    references: [...comparison.references, { name: 'ship', captions: [], mentions: [], counts: [] }],
    missing: [3],
  };
  const ship = graphItems(graphOf(71, counted), all).at(-1)!;
  expect([ship.name, ship.note, ship.namedBy]).toEqual(['ship', 'counted by the detector', []]);
  expect(itemPhrase(ship)).toBe('ship; missing here, counted by the detector');
});

it('attributes that only one side states, the other name, and the places where others name it', () => {
  const own = {
    ...graphOf(71, {
      ...comparison,
      references: [
        { name: 'airplane', captions: [1], mentions: [{ caption: 1, object: 4 }], counts: [] },
        ...comparison.references.slice(1),
      ],
      matched: [{ candidate: 0, reference: 0, reason: { rule: 'group' as const, score: 0.95 } }],
      countDifferences: [],
    }),
    graph: {
      objects: [{ ...object('plane', 2), attributes: [{ name: 'white', span: [0, 0] as const }] }, object('lake')],
      relations: [],
    },
    details: {
      attributes: [
        { candidate: 0, reference: 0, shared: [], unsupported: [0], missing: [{ name: 'gray', mentions: [] }] },
      ],
      relations: { shared: [], unsupported: [], missing: [] },
    },
  };
  const [plane] = graphItems(own, all);
  expect(plane).toMatchObject({
    onlyHere: ['white'],
    othersSay: ['gray'],
    mentions: [{ captionId: 72, object: 4 }],
    matchedAs: { name: 'airplane', reason: { rule: 'group' } },
  });
  expect(itemPhrase(plane!)).toBe(
    'plane, count 2, white; matched, in 1 of 2 other captions, white only here, others say gray',
  );
});

const reference = (name: string, ...mentions: { caption: number; object: number }[]) => ({
  name,
  captions: mentions.map(({ caption }) => caption),
  mentions,
  counts: [],
});
const matchedOwn = {
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
  expect(counterparts(matchedOwn, 4)).toEqual([
    { captionId: 9, object: 3 },
    { captionId: 7, object: 2 },
  ]);
});

it('an unsupported one, and one that is compared with nothing, lead nowhere', () => {
  expect(counterparts(matchedOwn, 0)).toEqual([]);
  expect(counterparts({ ...matchedOwn, comparison: null }, 4)).toEqual([]);
});
