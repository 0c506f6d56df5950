import { expect, it } from 'vitest';
import { compareGraphs } from '../../main/scene-graph/compare.ts';
import { compareDetails } from '../../main/scene-graph/details.ts';
import { imageCounts } from '../../main/scene-graph/image-counts.ts';
import { sharedMatcher } from '../../main/scene-graph/match.ts';
import { graph, object, parse } from './support.ts';

const matcher = sharedMatcher();
const oddNames = [
  '',
  ' ',
  'x'.repeat(1_000_000),
  'constructor',
  '__proto__',
  'a\u0000b',
  '🏠',
  '飞机',
  'tank '.repeat(2000),
  '\ud83d',
  'naïve café',
  '(((',
];

it('odd names match themselves and nothing else, at once, and the same both ways', () => {
  for (const a of oddNames) {
    for (const b of [...oddNames, 'plane', 'storage tank']) {
      const reason = matcher.objects(a, b);
      expect(matcher.objects(b, a)).toEqual(reason);
      if (a !== b && a.trim() !== b.trim() && !a.startsWith('tank '))
        expect(reason, JSON.stringify([a, b]).slice(0, 80)).toBeNull();
    }
    expect(matcher.objects(a, a)?.rule).toBe('lemma');
    expect(() => matcher.explain(a, 'plane')).not.toThrow();
    expect(() => matcher.attributes(a, 'red')).not.toThrow();
    expect(() => matcher.comparePredicates(a, 'near')).not.toThrow();
  }
});

it('a graph of hostile names is compared like any other', () => {
  const hostile = graph(
    oddNames.map((name) => object(name, 2, name)),
    [0, 'near', 1],
    [3, oddNames[2]!, 4],
  );
  const comparison = compareGraphs(hostile, [hostile, graph([object('plane')])], {
    imageCounts: { __proto: 1, constructor: 3 },
  });
  expect(comparison.hallucinated).toEqual([]);
  expect(compareDetails(hostile, [hostile], compareGraphs(hostile, [hostile])).relations.unsupported).toEqual([]);
  expect(imageCounts([hostile], { constructor: 3 }).find(({ name }) => name === 'constructor')?.count).toBe(2);
});

it('a relation that points outside its graph, and spans outside the text, do no harm', () => {
  const broken = {
    ...graph([object('tree')]),
    relations: [{ subject: 7, predicate: 'near', object: 0, span: [5, 2] as const }],
  };
  const comparison = compareGraphs(broken, [broken]);
  expect(comparison.missing).toEqual([]);
  expect(compareDetails(broken, [broken], comparison).relations.unsupported).toEqual([0]);
});

it('captions of 500 words are compared in well under a second', () => {
  const nouns = 'plane house tree road car ship river bridge field lake tank court park school beach'.split(' ');
  const long = (seed: number) =>
    parse(
      Array.from({ length: 125 }, (_, i) => `${(i % 9) + 2} ${nouns[(i * seed + i) % 15]}${i}s near it`).join(', '),
    );
  const [candidate, ...references] = [1, 2, 3, 4, 7].map(long);
  const started = performance.now();
  const comparison = compareGraphs(candidate!, references);
  compareDetails(candidate!, references, comparison);
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(comparison.references.length).toBeGreaterThan(100);
});
