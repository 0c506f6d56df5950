import { describe, expect, it } from 'vitest';
import type { ReadSentence } from '../../../main/models/graph-parser/caption-parser.ts';
import { openDictionary } from '../../../main/models/graph-parser/dictionary.ts';
import { factsFrom } from '../../../main/models/graph-parser/facts.ts';
import { type CaptionLabels, type Labels, link, operation } from '../../../main/models/graph-parser/labels.ts';
import { wordsOf } from '../../../main/models/graph-parser/tokens.ts';
import { WordForms } from '../../../main/models/graph-parser/word-forms.ts';
import { graphProblems } from '../../../main/scene-graph/graph.ts';
import { statedCounts } from '../../../main/worker/parsing/loose-counts.ts';
import { sceneGraphOf } from '../../../main/worker/parsing/scene-graph-of.ts';

const { lemmatizer } = openDictionary();
const wordings: Labels = { replacements: ['people'], templates: ['near', '<V> in', '<V>'] };

/** A sentence with these labels; `joined` are positions that go on the name before them. */
function sentence(
  text: string,
  labels: Partial<CaptionLabels> & { readonly joined?: readonly number[]; readonly virtual?: number },
): ReadSentence {
  const words = wordsOf(text);
  const operations = new Int32Array(words.length + 1);
  if (labels.virtual !== undefined) operations[0] = labels.virtual;
  const joins = new Int32Array(words.length + 1);
  for (const at of labels.joined ?? []) joins[at] = 1;
  const full = { operations, joins, links: labels.links ?? [], relations: labels.relations ?? [] };
  const forms = new WordForms(wordings, lemmatizer);
  return {
    words,
    labels: full,
    facts: factsFrom(
      full,
      words.map((word) => word.text),
      forms,
    ),
  };
}
const attribute = (from: number, to: number) => ({ kind: link.attribute, from, to });
const alone = (at: number) => ({ kind: link.alone, from: at, to: at });

it('names are base forms with the words they stand for; counts, attributes and relations have spans', () => {
  const text = 'Two white storage tanks parked in an area';
  const graph = sceneGraphOf(
    text,
    [
      sentence(text, {
        joined: [4],
        links: [attribute(4, 1), attribute(4, 2)],
        relations: [{ subject: 4, object: 8, template: 1, verb: 5 }],
      }),
    ],
    lemmatizer,
  );
  expect(graph).toEqual({
    objects: [
      {
        name: 'storage tank',
        surface: 'storage tanks',
        spans: [[10, 23]],
        count: { min: 2, max: 2, text: 'two', span: [0, 3] },
        attributes: [{ name: 'white', span: [4, 9] }],
      },
      { name: 'area', surface: 'area', spans: [[37, 41]], count: null, attributes: [] },
    ],
    relations: [{ subject: 0, predicate: 'park in', object: 1, span: [24, 33] }],
  });
  expect(graphProblems(graph, text)).toEqual([]);
});

it('"the road" is the road before it, "a road" another; what no word names has no span', () => {
  const text = 'a road near a road. the road';
  const first = sentence('a road near a road', {
    relations: [{ subject: 2, object: 5, template: 0, verb: -1 }],
    links: [],
  });
  const words = wordsOf(text);
  const second: ReadSentence = { ...sentence('the road', { links: [alone(2)] }), words: words.slice(-2) };
  const graph = sceneGraphOf(text, [first, second], lemmatizer);
  expect(graph.objects.map(({ name, spans }) => [name, spans])).toEqual([
    [
      'road',
      [
        [2, 6],
        [24, 28],
      ],
    ],
    ['road', [[14, 18]]],
  ]);
  const implied = sceneGraphOf(
    'sitting in chairs',
    [
      sentence('sitting in chairs', {
        virtual: operation.replaced,
        relations: [{ subject: 0, object: 3, template: 1, verb: 1 }],
      }),
    ],
    lemmatizer,
  );
  expect(implied.objects[0]).toEqual({ name: 'people', surface: 'people', spans: [], count: null, attributes: [] });
  expect(graphProblems(implied, 'sitting in chairs')).toEqual([]);
});

describe('loose counts', () => {
  const counted = (text: string, head: number) =>
    sceneGraphOf(text, [sentence(text, { links: [alone(head)] })], lemmatizer).objects[0]!.count;

  it('"many", "several", "a lot of" and "a large number of" reach the thing after them, over its attributes', () => {
    expect(counted('many green trees', 3)).toMatchObject({ min: 4, max: null, text: 'many', span: [0, 4] });
    expect(counted('several big white planes', 4)).toMatchObject({ min: 3, max: null });
    expect(counted('a lot of cars', 4)).toMatchObject({ min: 4, max: null, text: 'a lot of' });
    expect(counted('a large number of cars', 5)).toMatchObject({ min: 4, max: null });
  });

  it('counted rows hold at least as many things, rows alone state no count', () => {
    expect(counted('four rows of boats', 4)).toMatchObject({ min: 4, max: null });
    expect(counted('rows of boats', 3)).toBeNull();
  });

  it('a count does not pass a preposition: in "many in a forest" the forest is not counted', () => {
    expect(counted('many in a forest', 4)).toBeNull();
  });

  it('counts of a sentence in order', () => {
    const counts = statedCounts(wordsOf('two cars and several trees with 12 houses'));
    expect(counts.map(({ count, next }) => [count.min, count.max, next])).toEqual([
      [2, 2, 1],
      [3, null, 4],
      [12, 12, 7],
    ]);
  });
});
