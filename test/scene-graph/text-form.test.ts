import { describe, expect, it } from 'vitest';
import { factsOf, parseFacts, parseGraph, printGraph } from '../../main/scene-graph/text-form.ts';
import { graph, object, parse } from './support.ts';

const written = '( planes , is , 2 ) , ( planes , is , white ) , ( planes , near , terminal )';

it('prints counts, attributes and relations in that order', () => {
  const planes = graph([object('planes', 2, 'white'), object('terminal')], [0, 'near', 1]);
  expect(printGraph(planes)).toBe(written);
  expect(printGraph(graph([object('forest')]))).toBe('');
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
])('the text form survives a round trip: %s', (text) => {
  expect(printGraph(parseGraph(text))).toBe(text);
  expect(factsOf(parseGraph(text))).toEqual(parseFacts(text));
});

it('"is" with a number in words is a count, with a thing that is named elsewhere a relation', () => {
  expect(parseGraph('( boats , is , three )').objects[0]?.count).toEqual({ min: 3, max: 3, text: 'three' });
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
