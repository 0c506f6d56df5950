import { expect, it } from 'vitest';
import type { Box, Link } from '../../../renderer/features/graph/graph-geometry.ts';
import { type GraphLayout, layoutGraph } from '../../../renderer/features/graph/graph-layout.ts';

const box = (width: number): Box => ({ width, height: 44 });
const link = (source: number, target: number): Link => ({ source, target, label: { width: 60, height: 18 } });

const star = { boxes: [120, 90, 90, 140, 80, 100].map(box), links: [1, 2, 3, 4, 5].map((end) => link(0, end)) };
const chain = { boxes: [100, 100, 100, 100].map(box), links: [link(0, 1), link(1, 2), link(2, 3)] };
const twice = { boxes: [100, 100].map(box), links: [link(0, 1), link(0, 1), link(1, 0)] };
const loose = { boxes: Array.from({ length: 12 }, () => box(110)), links: [] };
const self = { boxes: [box(100)], links: [link(0, 0)] };

function overlaps(layout: GraphLayout, boxes: readonly Box[], links: readonly Link[]): string[] {
  const all = [
    ...boxes.map((one, i) => ({ ...one, ...layout.nodes[i]! })),
    ...links.map((one, i) => ({ ...one.label, ...layout.labels[i]! })),
  ];
  return all.flatMap((a, i) =>
    all
      .slice(i + 1)
      .flatMap((b, j) =>
        Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2
          ? [`${i} and ${i + 1 + j}`]
          : [],
      ),
  );
}

it.each(Object.entries({ star, chain, twice, loose, self }))(
  'no box and no predicate of a %s covers another',
  (_name, { boxes, links }) => {
    expect(overlaps(layoutGraph(boxes, links, 1.7), boxes, links)).toEqual([]);
  },
);

it('the same graph gives the same picture', () => {
  expect(layoutGraph(star.boxes, star.links, 1.7)).toEqual(layoutGraph(star.boxes, star.links, 1.7));
});

it('everything lies inside the given size', () => {
  const { nodes, width, height } = layoutGraph(star.boxes, star.links, 1.7);
  for (const [i, { x, y }] of nodes.entries()) {
    const half = star.boxes[i]!.width / 2;
    expect(x - half).toBeGreaterThanOrEqual(0);
    expect(x + half).toBeLessThanOrEqual(width);
    expect(y - 22).toBeGreaterThanOrEqual(0);
    expect(y + 22).toBeLessThanOrEqual(height);
  }
});

it('a wide room gives a wider picture than a narrow one', () => {
  const shape = (aspect: number) => {
    const { width, height } = layoutGraph(loose.boxes, loose.links, aspect);
    return width / height;
  };
  expect(shape(3)).toBeGreaterThan(shape(0.8));
});

it('a caption without objects takes no more than its margins', () => {
  expect(layoutGraph([], [], 1.7)).toEqual({ nodes: [], labels: [], width: 12, height: 12 });
});
