import { describe, expect, it } from 'vitest';
import { sceneGraphSchema } from '../../preload/contract/scene-graph.ts';
import { parse, parser, read } from './support.ts';

it.each([
  '',
  ' ',
  '.',
  '12',
  'the',
  '?!…',
  '🏝️',
  '飞机 停 在 机场',
  'وصف',
  '\u0000\u0001',
  '\ud83d',
  '(((',
  "'s",
  "’s 's",
])('reads no object from %j', (text) => {
  expect(parse(text)).toEqual({ objects: [], relations: [] });
});

it('reads one word', () => {
  expect(read('Forest').objects).toEqual(['forest']);
});

it('reads what stands between emoji, control characters and other scripts', () => {
  expect(read('🚀 rocket 🚀 near a 🏠 house')).toEqual({
    objects: ['rocket', 'house'],
    relations: ['rocket > near > house'],
  });
  expect(read('a plane\u0000 near\u0007 a\ttower\u200b').relations).toEqual(['plane > near > tower']);
  expect(read('两 planes near a tower 旁边').relations).toEqual(['plane > near > tower']);
});

describe('misspellings', () => {
  it('are put right in the name and kept in the surface', () => {
    const { objects } = parse('There is a buidling and an airplnae near the runwya.');
    expect(objects.map(({ name, surface }) => [name, surface])).toEqual([
      ['building', 'buidling'],
      ['airplane', 'airplnae'],
      ['runway', 'runwya'],
    ]);
  });

  it('are left alone where the word is one', () => {
    expect(read('A barge and a bard').objects).toEqual(['barge', 'bard']);
  });
});

describe('long text', () => {
  it('of 500 words is read whole', () => {
    const text = Array.from({ length: 125 }, () => 'a red barn near').join(' ');
    const { objects } = parse(text);
    expect(objects).toHaveLength(125);
    expect(objects.at(-1)?.spans[0]?.[1]).toBe(text.length - ' near'.length);
  });

  it('of any length gives at most 200 objects and 1,000 relations, in seconds', () => {
    const started = performance.now();
    for (const text of [
      'a barn and '.repeat(20_000),
      'near '.repeat(20_000),
      'x'.repeat(200_000),
      ', '.repeat(50_000),
    ]) {
      const { objects, relations } = parse(text);
      expect(objects.length).toBeLessThanOrEqual(200);
      expect(relations.length).toBeLessThanOrEqual(1000);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

const captions = [
  'Twenty-one white planes are parked near 3 dark green hangars, and the runway is grey.',
  'Many buidlings are on both sides of the river’s bank ; the water is green .',
  '🚤 Several boats sail in the HARBOR 🌊, while İstanbul tram lines cross it.',
  'A baseball field with two lawns is surrounded by rows of trees.',
];

describe('spans', () => {
  it.each(captions)('of every object, attribute and relation lie in the caption and show its words: %s', (text) => {
    const { objects, relations } = parse(text);
    expect(objects.length).toBeGreaterThan(1);
    const at = ([start, end]: readonly [number, number]) => {
      expect(start).toBeLessThan(end);
      expect(end).toBeLessThanOrEqual(text.length);
      return text.slice(start, end);
    };
    for (const object of objects) {
      expect(at(object.spans[0]!)).toBe(object.surface);
      expect(object.surface).toMatch(/^[\p{L}\p{N}].*[\p{L}\p{N}]$/u);
      for (const attribute of object.attributes)
        expect(at(attribute.span).toLowerCase()).toContain(attribute.name.slice(0, 3));
      if (object.count !== null) expect(text).toContain(object.count.text);
    }
    for (const relation of relations) expect(at(relation.span).trim()).not.toBe('');
  });

  it('point at the very characters', () => {
    const text = '🚤 Two red boats near a pier';
    const { objects, relations } = parse(text);
    // The boat emoji is two UTF-16 units: "Two" starts at 3.
    expect(objects[0]).toEqual({
      name: 'boat',
      surface: 'boats',
      spans: [[11, 16]],
      count: { min: 2, max: 2, text: 'Two', span: [3, 6] },
      attributes: [{ name: 'red', span: [7, 10] }],
    });
    expect(objects[1]?.spans).toEqual([[24, 28]]);
    expect(relations).toEqual([{ subject: 0, predicate: 'near', object: 1, span: [17, 21] }]);
  });

  it('name every mention of one object', () => {
    const { objects } = parse('A river . The river is brown .');
    expect(objects[0]?.spans).toEqual([
      [2, 7],
      [14, 19],
    ]);
  });
});

it('gives the same graphs again, whatever was parsed between, and one for every text in order', async () => {
  const first = parser.parseSync(captions);
  parser.parseSync(['a completely different scene with 9 cows', ...captions.toReversed()]);
  expect(parser.parseSync(captions)).toEqual(first);
  expect(await parser.parse([...captions, ''])).toEqual([...first, { objects: [], relations: [] }]);
  expect(new Set(first.map((graph) => JSON.stringify(graph))).size).toBe(captions.length);
});

it('gives graphs that the contract accepts', () => {
  for (const graph of parser.parseSync(captions)) expect(sceneGraphSchema.parse(graph)).toEqual(graph);
});
