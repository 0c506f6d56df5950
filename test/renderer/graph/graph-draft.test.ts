import { describe, expect, it } from 'vitest';
import { countText, parseCount } from '../../../renderer/features/graph/count-words.ts';
import { type DraftEdit, draftOf, edited, graphOf } from '../../../renderer/features/graph/graph-draft.ts';

const text = 'Two white planes near a plane hangar and several cars.';
const graph = {
  objects: [
    {
      name: 'plane',
      surface: 'planes',
      spans: [[10, 16] as const],
      count: { min: 2, max: 2, text: 'Two', span: [0, 3] as const },
      attributes: [{ name: 'white', span: [4, 9] as const }],
    },
    { name: 'hangar', surface: 'hangar', spans: [[30, 36] as const], count: null, attributes: [] },
  ],
  relations: [{ subject: 0, predicate: 'near', object: 1, span: [17, 21] as const }],
};
const after = (...edits: DraftEdit[]) => graphOf(edits.reduce(edited, draftOf(graph, text)), text);

it('a draft that nobody edits is the graph again, letter by letter', () => {
  expect(after()).toEqual({ graph, problems: [] });
});

it('a new object is found in the caption, its attributes too', () => {
  const { graph: made } = after(
    { kind: 'add-object' },
    {
      kind: 'object',
      key: 3,
      change: { name: ' Car ', words: 'CARS', count: 'several', attributes: 'Hangar, rusty,' },
    },
  );
  expect(made.objects[2]).toEqual({
    name: 'car',
    surface: 'cars',
    spans: [[49, 53]],
    count: { min: 3, max: null, text: 'several' },
    attributes: [
      { name: 'hangar', span: [30, 36] },
      { name: 'rusty', span: [0, 0] },
    ],
  });
});

it('words are found as whole words, and not where another object has them', () => {
  const { graph: made } = after(
    { kind: 'object', key: 1, change: { words: 'plane' } },
    { kind: 'add-object' },
    { kind: 'object', key: 3, change: { name: 'plane', words: 'plane' } },
  );
  // "planes" is another word; the second "plane" has no place of its own and shares the first's.
  expect(made.objects.map(({ spans }) => spans)).toEqual([[[10, 16]], [[24, 29]], [[24, 29]]]);
});

it('with an object go its relations; the others keep their ends', () => {
  const { graph: made } = after(
    { kind: 'add-object' },
    { kind: 'object', key: 3, change: { name: 'car' } },
    { kind: 'add-relation' },
    { kind: 'relation', key: 4, change: { subject: 3, object: 1, predicate: 'Near' } },
    { kind: 'remove', key: 0 },
  );
  expect(made.objects.map(({ name }) => name)).toEqual(['hangar', 'car']);
  expect(made.relations).toEqual([{ subject: 1, predicate: 'near', object: 0, span: [17, 21] }]);
});

it('each thing that keeps it from being saved is told of its field', () => {
  const { problems } = after(
    { kind: 'object', key: 0, change: { name: ' ', count: 'lots', words: 'ship' } },
    { kind: 'relation', key: 2, change: { predicate: '', object: 0 } },
  );
  expect(problems.map(({ key, field }) => `${key} ${field}`)).toEqual([
    '0 name',
    '0 count',
    '0 words',
    '2 predicate',
    '2 object',
  ]);
});

describe('counts as people write them', () => {
  it.each([
    ['', null],
    ['3', { min: 3, max: 3, text: '3' }],
    ['Three', { min: 3, max: 3, text: 'three' }],
    ['several', { min: 3, max: null, text: 'several' }],
    ['3+', { min: 3, max: null, text: '3+' }],
    ['3 or more', { min: 3, max: null, text: '3 or more' }],
    ['2 - 5', { min: 2, max: 5, text: '2 - 5' }],
    ['2 to 5', { min: 2, max: 5, text: '2 to 5' }],
    ['5-2', undefined],
    ['some', undefined],
    ['-1', undefined],
    ['9999999', undefined],
  ] as const)('"%s"', (written, count) => {
    expect(parseCount(written)).toEqual(count);
  });

  it.each(['3', 'several', '3 or more', '2 to 5'])('what "%s" stands for is written like that again', (written) => {
    expect(countText(parseCount(written)!)).toBe(written);
  });
});
