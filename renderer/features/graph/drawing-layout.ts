import type { SceneGraph } from '../../../preload/contract/scene-graph.ts';
import type { Box, Link, Point } from './graph-geometry.ts';
import type { GraphItem } from './graph-items.ts';
import { layoutGraph } from './graph-layout.ts';
import { LINE_PX, type Measure, type NodeText, nodeBox, nodeText } from './node-text.ts';

export interface DrawnNode extends Point, Box {
  readonly item: GraphItem;
  readonly text: NodeText;
}
export interface DrawnRelation extends Point, Box {
  readonly index: number;
  readonly predicate: string;
  readonly subject: DrawnNode;
  readonly object: DrawnNode;
}
export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly relations: readonly DrawnRelation[];
  /** Top of the missing objects in px; null when none is missing. */
  readonly missingTop: number | null;
  readonly width: number;
  readonly height: number;
}

const ROW_GAP = 12;
const SECTION_GAP = 22;

/**
 * Lays out the caption's own graph as a net, and below it the missing objects in rows, because they have no
 * relations.
 */
export function layoutDrawing(graph: SceneGraph, items: readonly GraphItem[], room: Box, measure: Measure): Drawing {
  const boxed = items.map((item) => {
    const text = nodeText(item);
    return { item, text, ...nodeBox(text, measure) };
  });
  const said = boxed.filter((node) => node.item.state !== 'missing');
  const missing = boxed.filter((node) => node.item.state === 'missing');
  const links = graph.relations.map(
    ({ subject, object, predicate }): Link => ({
      source: subject,
      target: object,
      label: { width: Math.ceil(measure(predicate, 400, 11.5)) + 10, height: LINE_PX + 3 },
    }),
  );
  const rowsHeight = missing.length === 0 ? 0 : 52;
  const net = layoutGraph(said, links, room.width / Math.max(1, room.height - rowsHeight));
  const rows = inRows(missing, Math.max(net.width, room.width - 16));
  const width = Math.max(net.width, rows.width);
  const left = (width - net.width) / 2;
  const missingTop = missing.length === 0 ? null : said.length === 0 ? 0 : net.height + SECTION_GAP;
  const nodes = said.map((node, i) => ({ ...node, ...shifted(net.nodes[i], left, 0) }));
  const below = missing.map((node, i) => ({
    ...node,
    ...shifted(rows.places[i], (width - rows.width) / 2, missingTop ?? 0),
  }));
  const relations = graph.relations.flatMap(({ subject, object, predicate }, index): DrawnRelation[] => {
    const [from, to, link] = [nodes[subject], nodes[object], links[index]];
    if (!from || !to || !link) return [];
    return [{ index, predicate, subject: from, object: to, ...link.label, ...shifted(net.labels[index], left, 0) }];
  });
  return {
    nodes: [...nodes, ...below],
    relations,
    missingTop,
    width,
    height: missingTop === null ? net.height : missingTop + rows.height,
  };
}

function shifted(point: Point | undefined, x: number, y: number): Point {
  return { x: (point?.x ?? 0) + x, y: (point?.y ?? 0) + y };
}

function inRows(boxes: readonly Box[], room: number) {
  let x = 6;
  let y = 0;
  let tallest = 0;
  let width = 0;
  const places = boxes.map((box): Point => {
    if (x > 6 && x + box.width + 6 > room) {
      x = 6;
      y += tallest + ROW_GAP;
      tallest = 0;
    }
    const place = { x: x + box.width / 2, y: y + box.height / 2 };
    x += box.width + ROW_GAP;
    width = Math.max(width, x - ROW_GAP + 6);
    tallest = Math.max(tallest, box.height);
    return place;
  });
  return { places, width, height: y + tallest + 6 };
}

/** Returns the point where the line from a box's centre towards a point leaves the box. */
export function borderPoint(box: Point & Box, towards: Point): Point {
  const dx = towards.x - box.x;
  const dy = towards.y - box.y;
  if (dx === 0 && dy === 0) return { x: box.x, y: box.y };
  const share = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy),
  );
  return { x: box.x + dx * share, y: box.y + dy * share };
}
