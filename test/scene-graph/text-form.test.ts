import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { factsOf, parseFacts, parseGraph, printGraph } from '../../main/scene-graph/text-form.ts';
import { sharedFile } from '../support/shared-data.ts';
import { graph, object, parse } from './support.ts';

const written = '( planes , is , 2 ) , ( planes , is , white ) , ( planes , near , terminal )';

it('prints counts, attributes and relations in that order', () => {
  const planes = graph([object('planes', 2, 'white'), object('terminal')], [0, 'near', 1]);
  expect(printGraph(planes)).toBe(written);
  expect(printGraph(graph([object('forest')]))).toBe('( forest )');
  expect(printGraph(graph([]))).toBe('');
});

it('writes a loose count as its wording', () => {
  expect(printGraph(parse('A few tents in the desert'))).toBe('( tent , is , a few ) , ( tent , in , desert )');
});

it('reads what it prints', () => {
  const read = parseGraph(written);
  expect(read.objects.map(({ name, count, attributes }) => [name, count?.min, attributes.map((a) => a.name)])).toEqual([
    ['planes', 2, ['white']],
    ['terminal', undefined, []],
  ]);
  expect(read.relations.map(({ subject, predicate, object: to }) => [subject, predicate, to])).toEqual([
    [0, 'near', 1],
  ]);
  expect(printGraph(read)).toBe(written);
});

it.each([
  '( girl , is , young ) , ( girl , on , bed )',
  '( stove , is , white ) , ( stove , in , kitchen )',
  '( tank , is , 21 ) , ( car , next to , car )',
  '( cows , graze in , field ) , ( cows , is , group of ) , ( cows , is , 2 )',
  '( shoes , is , 2 ) , ( shoes , is , 3 )',
  '( living room )',
  '( sky ) , ( cloud , is , white )',
])('the text form survives a round trip: %s', (text) => {
  expect(printGraph(parseGraph(text))).toBe(text);
  expect(factsOf(parseGraph(text))).toEqual(parseFacts(text));
});

const factual = sharedFile('data/factual/random/dev.csv');
it.skipIf(factual === undefined)("every graph of FACTUAL's development split comes back letter by letter", () => {
  const lines = readFileSync(factual!, 'utf8').trimEnd().split('\n').slice(1);
  const graphs = lines.map((line) => /(\([^"]*\))"?\s*$/.exec(line)?.[1] ?? `no graph in ${line}`);
  expect(graphs).toHaveLength(1000);
  for (const written of graphs) expect(printGraph(parseGraph(written))).toBe(written);
});

it('"is" with a number in words is a count, with a thing that is named elsewhere a relation', () => {
  expect(parseGraph('( boats , is , three )').objects[0]?.count).toMatchObject({ min: 3, max: 3, text: 'three' });
  const { relations } = parseGraph('( field , is , meadow ) , ( meadow , near , road )');
  expect(relations.map(({ predicate }) => predicate)).toEqual(['is', 'near']);
});

it('keeps its own commas and brackets out of names', () => {
  const printed = printGraph(graph([object('field', null, 'green, (dark)')]));
  expect(printed).toBe('( field , is , green dark )');
  expect(parseFacts(printed)).toEqual([['field', 'is', 'green dark']]);
});

describe('a text that is none', () => {
  it.each([
    ['( a , b )', '( a , b )'],
    ['( )', '( )'],
    ['( a , b , c , d )', '( a , b , c , d )'],
    ['( a , on , b ) , nonsense', 'nonsense'],
    ['( a , , b )', '( a , , b )'],
    ['( a , on , b', '( a , on , b'],
  ])('%s is refused by the fact that is wrong', (text, culprit) => {
    expect(() => parseGraph(text)).toThrow(
      expect.objectContaining({ code: 'malformed_file', message: expect.stringContaining(`"${culprit}"`) }),
    );
  });

  it('but no text is an empty graph', () => {
    expect(parseGraph('  ')).toEqual({ objects: [], relations: [] });
  });
});
