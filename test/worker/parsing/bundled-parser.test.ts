import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateGraphs } from '../../../main/metrics/factual/evaluate.ts';
import { readFactualGold } from '../../../main/metrics/factual/gold-file.ts';
import { type CaptionReader, openCaptionReader } from '../../../main/worker/parsing/caption-readers.ts';
import type { SceneGraph } from '../../../preload/contract/scene-graph.ts';
import { evaluate } from '../../scene-graph/gold/evaluate.ts';
import { goldCases } from '../../scene-graph/gold/read-gold.ts';
import { countsRight, f1 } from '../../scene-graph/gold/score-gold.ts';
import { sharedFile } from '../../support/shared-data.ts';

const resources = path.join(import.meta.dirname, '../../../resources');
const directory = path.join(resources, 'models/scene-graph');
let reader: CaptionReader;
beforeAll(() => {
  reader = openCaptionReader(directory, resources);
});
afterAll(() => reader.dispose());

const read = async (...texts: string[]): Promise<readonly SceneGraph[]> => (await reader.read(texts)).graphs;
/** "2 white plane" for each object, "plane > near > terminal" for each relation. */
const said = ({ objects, relations }: SceneGraph): string[] => [
  ...objects.map(({ name, count, attributes }) =>
    [
      ...(count ? [count.min === count.max ? String(count.min) : `${count.min}-${count.max ?? ''}`] : []),
      ...attributes.map((attribute) => attribute.name),
      name,
    ].join(' '),
  ),
  ...relations.map(
    ({ subject, predicate, object }) => `${objects[subject]!.name} > ${predicate} > ${objects[object]!.name}`,
  ),
];

it('takes less than 15 MB with its card', () => {
  const sizes = readdirSync(directory).map((file) => statSync(path.join(directory, file)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(15e6);
});

describe('FACTUAL’s random/dev, both sides lemmatised', () => {
  const file = sharedFile('data/factual/random/dev.csv');
  it.skipIf(!file)('set match is 75 or more, SPICE F 90.5 or more', async () => {
    const gold = readFactualGold(file!);
    const { factual } = await reader.read(gold.map(({ caption }) => caption));
    const { setMatch, spice } = evaluateGraphs(factual, gold, path.dirname(path.dirname(file!)));
    expect(setMatch).toBeGreaterThanOrEqual(75);
    expect(spice).toBeGreaterThanOrEqual(90.5);
  });
});

describe('the gold graphs of aerial captions', () => {
  const heldOut = goldCases('held-out');
  it.skipIf(!heldOut)('the half that nobody tuned on is read: objects, counts, attributes, relations', async () => {
    const parser = { id: '', version: '', title: '', parse: (texts: readonly string[]) => read(...texts) };
    const { all } = await evaluate(parser, heldOut!);
    expect(f1(all.objects)).toBeGreaterThanOrEqual(0.95);
    expect(countsRight(all.counts)).toBeGreaterThanOrEqual(0.95);
    expect(f1(all.attributes)).toBeGreaterThanOrEqual(0.9);
    expect(f1(all.relations)).toBeGreaterThanOrEqual(0.75);
  });
});

describe('aerial captions', () => {
  it.each([
    ['Two white planes are parked near a terminal .', ['2 white plane', 'terminal', 'plane > park near > terminal']],
    ['three storage tanks', ['3 storage tank']],
    ['There are many cars in the parking lot .', ['4- car', 'parking lot', 'car > in > parking lot']],
    ['A tennis court is surrounded by trees .', ['tennis court', 'tree', 'tree > surround > tennis court']],
  ])('%s', async (text, expected) => {
    const [graph] = await read(text);
    expect(said(graph!).toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    ['a baseball diamond', 'baseball diamond'],
    ['lots of houses in a mobile home park', 'mobile home park'],
    ['a freeway next to some buidlings', 'building'],
    ['a lot of boats docked in lines at the harbor', 'boat'],
  ])('"%s" names a %s', async (text, name) => {
    const [graph] = await read(text);
    expect(graph!.objects.map((object) => object.name)).toContain(name);
  });
});

it('the same text gives the same graph, alone, among others and again', async () => {
  const texts = ['two cars on a road', 'a red roof', 'grass', 'a dog with a stick runs on the beach by the sea'];
  const together = await read(...texts);
  expect(await read(...texts)).toEqual(together);
  for (const [at, text] of texts.entries()) expect(await read(text)).toEqual([together[at]]);
});

it('empty, one-word, long, foreign and hostile texts give a graph or an empty one, within seconds', async () => {
  const hostile = [
    '',
    'tree',
    'a road and '.repeat(170),
    'два дерева',
    '🏠 🌳🌳',
    '\u0000\u001b[0m',
    'x'.repeat(1e6),
    '( a , b',
  ];
  const graphs = await read(...hostile);
  expect(graphs[0]).toEqual({ objects: [], relations: [] });
  expect(graphs[1]!.objects.map(({ name }) => name)).toEqual(['tree']);
  expect(graphs[2]!.objects.length).toBeGreaterThan(0);
  expect(graphs).toHaveLength(hostile.length);
});
