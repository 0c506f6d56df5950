import { expect, it } from 'vitest';
import { anchorGraph } from '../../main/scene-graph/anchor.ts';
import { graphProblems } from '../../main/scene-graph/graph.ts';
import { parseGraph } from '../../main/scene-graph/text-form.ts';

const anchored = (facts: string, text: string) => {
  const graph = anchorGraph(parseGraph(facts), text);
  expect(graphProblems(graph, text)).toEqual([]);
  const words = (span: readonly [number, number]): string => text.slice(...span);
  return {
    objects: graph.objects.map(({ surface, spans }) => [surface, ...spans.map(words)]),
    attributes: graph.objects.flatMap(({ attributes }) => attributes.map(({ span }) => words(span))),
    counts: graph.objects.flatMap(({ count }) => (count ? [words(count.span!)] : [])),
    relations: graph.relations.map(({ span }) => words(span)),
  };
};

it('names are found in any inflection, compounds whole, counts as words, predicates where they stand', () => {
  expect(
    anchored(
      '( storage tank , is , 2 ) , ( storage tank , is , white ) , ( storage tank , next to , road )',
      'Two white storage tanks are next to the roads.',
    ),
  ).toEqual({
    objects: [
      ['storage tanks', 'storage tanks'],
      ['roads', 'roads'],
    ],
    attributes: ['white'],
    counts: ['Two'],
    relations: ['next to'],
  });
});

it('an attribute that stands twice is taken where it is nearer to its object', () => {
  const text = 'white cars are beside some white planes';
  const { objects } = anchorGraph(parseGraph('( plane , is , white ) , ( car , is , white )'), text);
  expect(objects.map(({ attributes }) => attributes[0]!.span)).toEqual([
    [text.lastIndexOf('white'), text.lastIndexOf('white') + 5],
    [0, 5],
  ]);
});

it('a compound of which only the head is written stands at the head; a thing that is not written stands nowhere', () => {
  const result = anchored('( baseball diamond , near , person )', 'The diamond is near someone.');
  expect(result.objects).toEqual([['diamond', 'diamond'], ['person']]);
  expect(result.relations).toEqual(['near']);
});

it('a graph over an empty text has no places', () => {
  expect(anchored('( plane , is , white ) , ( plane , on , runway )', '')).toEqual({
    objects: [['plane'], ['runway']],
    attributes: [''],
    counts: [],
    relations: [''],
  });
});
