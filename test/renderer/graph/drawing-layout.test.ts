import { expect, it } from 'vitest';
import { borderPoint, layoutDrawing } from '../../../renderer/features/graph/drawing-layout.ts';
import type { GraphItem } from '../../../renderer/features/graph/graph-items.ts';
import { nodeBox, nodeText } from '../../../renderer/features/graph/node-text.ts';

const measure = (text: string) => text.length * 6;
const item = (name: string, state: GraphItem['state'], index: number): GraphItem => ({
  id: `${state} ${index}`,
  state,
  index,
  name,
  count: null,
  attributes: [],
  note: '',
  namedBy: [],
  mentions: [],
  onlyHere: [],
  othersSay: [],
  matchedAs: null,
});
const graph = {
  objects: [],
  relations: [{ subject: 0, predicate: 'near', object: 1, span: [0, 0] as const }],
};
const items = [
  item('plane', 'matched', 0),
  item('lake', 'unsupported', 1),
  ...['road', 'hangar', 'runway', 'tree', 'grass', 'car', 'building'].map((name, i) => item(name, 'missing', i)),
];

it('the missing objects stand under the caption’s own graph, none on another', () => {
  const { nodes, missingTop, width, height } = layoutDrawing(graph, items, { width: 400, height: 300 }, measure);
  for (const node of nodes) {
    const top = node.y - node.height / 2;
    if (node.item.state === 'missing') expect(top).toBeGreaterThanOrEqual(missingTop!);
    else expect(top + node.height).toBeLessThan(missingTop!);
    expect(node.x - node.width / 2).toBeGreaterThanOrEqual(0);
    expect(node.x + node.width / 2).toBeLessThanOrEqual(width);
    expect(top + node.height).toBeLessThanOrEqual(height);
  }
  const missing = nodes.filter((node) => node.item.state === 'missing');
  for (const [i, a] of missing.entries()) {
    for (const b of missing.slice(i + 1)) {
      const apart = Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
      expect(apart, `${a.item.name} and ${b.item.name}`).toBe(true);
    }
  }
});

it('a relation ends at the boxes of its two objects', () => {
  const { relations } = layoutDrawing(graph, items, { width: 400, height: 300 }, measure);
  expect(relations.map(({ subject, object }) => [subject.item.name, object.item.name])).toEqual([['plane', 'lake']]);
});

it('a line leaves a box at its border', () => {
  const box = { x: 0, y: 0, width: 40, height: 20 };
  expect(borderPoint(box, { x: 100, y: 0 })).toEqual({ x: 20, y: 0 });
  expect(borderPoint(box, { x: 0, y: -50 })).toEqual({ x: 0, y: -10 });
  expect(borderPoint(box, { x: 20, y: 20 })).toEqual({ x: 10, y: 10 });
});

it('attributes that do not fit two lines are counted', () => {
  const many = { ...item('roof', 'alone', 0), attributes: ['rectangular', 'dark brown', 'corrugated', 'flat', 'long'] };
  expect(nodeText(many).attributes).toEqual(['rectangular, dark brown,', 'corrugated, flat, long']);
  const more = { ...many, attributes: [...many.attributes, 'industrial', 'damaged'] };
  expect(nodeText(more).attributes).toEqual(['rectangular, dark brown,', 'corrugated, flat, long, +2']);
});

it('what only this caption says of a thing and what only others say are lines of their own', () => {
  const lake = {
    ...item('lake', 'matched', 0),
    attributes: ['green'],
    onlyHere: ['green'],
    othersSay: ['brown', 'round'],
  };
  expect(nodeText(lake).details).toEqual([
    { kind: 'onlyHere', text: 'only here: green' },
    { kind: 'othersSay', text: 'others: brown, round' },
  ]);
  const box = nodeBox(nodeText(lake), measure);
  expect(box.height - nodeBox(nodeText({ ...lake, onlyHere: [], othersSay: [] }), measure).height).toBe(30);
});
