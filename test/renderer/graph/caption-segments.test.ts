import { expect, it } from 'vitest';
import { captionSegments } from '../../../renderer/features/graph/caption-segments.ts';

const text = 'Two white planes near a plane hangar.';
const object = (surface: string, start: number, attributes: readonly (readonly [string, number])[] = []) => ({
  name: surface,
  surface,
  spans: [[start, start + surface.length] as const],
  count: null,
  attributes: attributes.map(([name, at]) => ({ name, span: [at, at + name.length] as const })),
});
const graph = {
  objects: [object('planes', 10, [['white', 4]]), object('plane hangar', 24)],
  relations: [{ subject: 0, predicate: 'near', object: 1, span: [17, 21] as const }],
};

it('joined, the segments are the caption', () => {
  const segments = captionSegments(text, graph);
  expect(segments.map((segment) => segment.text).join('')).toBe(text);
  expect(segments.every((segment) => text.startsWith(segment.text, segment.start))).toBe(true);
});

it('names and attributes belong to their object, only names name it, predicates to their relation', () => {
  const of = (word: string) => captionSegments(text, graph).find((segment) => segment.text === word);
  expect(of('white')).toMatchObject({ objects: [0], names: false, relations: [] });
  expect(of('planes')).toMatchObject({ objects: [0], names: true });
  expect(of('plane hangar')).toMatchObject({ objects: [1], names: true });
  expect(of('near')).toMatchObject({ objects: [], relations: [0] });
});

it('words shared by two relations carry both', () => {
  const shared = { ...graph, relations: [graph.relations[0]!, { ...graph.relations[0]!, subject: 1, object: 0 }] };
  expect(captionSegments(text, shared).find((segment) => segment.text === 'near')?.relations).toEqual([0, 1]);
});

it('a span past the end of the text is left out instead of shifting others', () => {
  const stale = { objects: [object('planes', 10), object('lake', 60)], relations: [] };
  const segments = captionSegments(text, stale);
  expect(segments.flatMap((segment) => segment.objects)).toEqual([0]);
});
