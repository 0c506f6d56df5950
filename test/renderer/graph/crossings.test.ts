import { describe, expect, it } from 'vitest';
import { countCrossings } from '../../../renderer/features/graph/crossings.ts';
import type { Box, Link } from '../../../renderer/features/graph/graph-geometry.ts';
import { layoutGraph } from '../../../renderer/features/graph/graph-layout.ts';
import { startingGrid } from '../../../renderer/features/graph/starting-grid.ts';

const link = (source: number, target: number): Link => ({ source, target, label: { width: 60, height: 18 } });
const boxes = (count: number): Box[] =>
  Array.from({ length: count }, (_, i) => ({ width: 80 + 7 * (i % 5), height: 44 }));
const square = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 0, y: 100 },
  { x: 100, y: 100 },
];

describe('counting', () => {
  it('the diagonals of a square cross once, its sides do not', () => {
    expect(countCrossings(square, [link(0, 3), link(1, 2)]).lines).toBe(1);
    expect(countCrossings(square, [link(0, 1), link(2, 3)]).lines).toBe(0);
  });
  it('links that share an end do not cross there', () => {
    expect(countCrossings(square, [link(0, 3), link(0, 1), link(3, 1)]).lines).toBe(0);
  });
  it('a link that bends at its label may go round', () => {
    const labels = [
      { x: 50, y: 50 },
      { x: -80, y: -80 },
    ];
    expect(countCrossings(square, [link(0, 3), link(1, 2)], labels).lines).toBe(0);
  });
  it('a box between two others is run through, one beside the way is not', () => {
    const row = [
      { x: 0, y: 0 },
      { x: 200, y: 0 },
      { x: 400, y: 0 },
    ];
    const sizes = boxes(3);
    expect(countCrossings(row, [link(0, 2)], [], sizes).boxes).toBe(1);
    expect(countCrossings([row[0]!, { x: 200, y: 30 }, row[2]!], [link(0, 2)], [], sizes).boxes).toBe(0);
  });
});

/** Graphs as long captions make them; all of them can be drawn without a crossing. */
const drawable: Record<string, { count: number; links: Link[] }> = {
  'two subjects around two places': { count: 4, links: [link(0, 2), link(0, 3), link(1, 2), link(1, 3)] },
  'three around two': { count: 5, links: [0, 1, 2].flatMap((a) => [link(a, 3), link(a, 4)]) },
  'a ring of six': { count: 6, links: [0, 1, 2, 3, 4, 5].map((a) => link(a, (a + 1) % 6)) },
  'a place with parts, each with something on it': {
    count: 9,
    links: [1, 2, 3, 4].flatMap((a) => [link(0, a), link(a, a + 4)]),
  },
  'everything around one thing that is near another': {
    count: 8,
    links: [...[1, 2, 3, 4, 5].map((a) => link(a, 0)), link(0, 6), link(6, 7), link(5, 6)],
  },
};

it.each(Object.entries(drawable))('no lines cross and no box is run through: %s', (_, { count, links }) => {
  for (const aspect of [0.8, 1.5, 2.5]) {
    const sizes = boxes(count);
    const { nodes, labels } = layoutGraph(sizes, links, aspect);
    expect(countCrossings(nodes, links, labels, sizes), `aspect ${aspect}`).toEqual({ lines: 0, boxes: 0 });
  }
});

it('the grid puts each box in a place of its own, and takes crossings out', () => {
  const links = drawable['two subjects around two places']!.links;
  const places = startingGrid(boxes(4), links, 2);
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
  expect(countCrossings(places, links).lines).toBe(0);
});

it('a page of text is drawn in bounded time', () => {
  const links = Array.from({ length: 260 }, (_, i) => link(i % 200, (i * 7 + 1) % 200));
  const started = performance.now();
  expect(layoutGraph(boxes(200), links, 1.5).nodes).toHaveLength(200);
  expect(performance.now() - started).toBeLessThan(10_000);
});
