import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force';
import { countCrossings } from './crossings.ts';
import type { Box, Link, Point } from './graph-geometry.ts';
import { startingGrid } from './starting-grid.ts';

/** Centres of boxes and link labels, and the total size, with the origin at the top left. */
export interface GraphLayout {
  readonly nodes: readonly Point[];
  readonly labels: readonly Point[];
  readonly width: number;
  readonly height: number;
}

interface Body extends SimulationNodeDatum, Box {
  x: number;
  y: number;
}

const TICKS = 320;
/** Pairs of bodies examined while settling, which takes about 60 ms. Larger graphs get fewer rounds. */
const MOST_PAIRS = 6_000_000;
const GAP = 14;
const MARGIN = 6;

/**
 * Places boxes, and link labels as boxes of their own, so that none overlap, few lines cross, and the width is about
 * `aspect` times the height. Of several starts, the one with the fewest crossings wins. The same input gives the same
 * layout, because d3's random source is fixed.
 */
export function layoutGraph(boxes: readonly Box[], links: readonly Link[], aspect: number): GraphLayout {
  let best: { layout: GraphLayout; faults: number } | null = null;
  for (const start of [aspect, 1 / Math.max(0.5, aspect), 100]) {
    const layout = settle(startingBodies(startingGrid(boxes, links, start), boxes, links), boxes.length, links, aspect);
    const { lines, boxes: covered } = countCrossings(layout.nodes, links, layout.labels, boxes);
    const faults = lines + covered;
    if (best === null || faults < best.faults) best = { layout, faults };
    if (best.faults === 0 || boxes.length + links.length > MOST_RETRIED) break;
  }
  return best!.layout;
}

/** Largest number of bodies for which another start is tried when lines cross. */
const MOST_RETRIED = 40;

function settle(bodies: Body[], nodeCount: number, links: readonly Link[], aspect: number): GraphLayout {
  const ends = links.flatMap(({ source, target }, i) => {
    const label = nodeCount + i;
    return source === target
      ? [{ source, target: label }]
      : [
          { source, target: label },
          { source: label, target },
        ];
  });
  // The vertical pull is stronger than the horizontal one, in proportion to the available space.
  const flat = Math.max(1, aspect);
  const simulation = forceSimulation(bodies)
    .force('charge', forceManyBody<Body>().strength(-260).distanceMax(320))
    .force(
      'link',
      forceLink<Body, { source: number | Body; target: number | Body }>(ends)
        .distance((end) => linkLength(end.source as Body, end.target as Body))
        .strength(0.5),
    )
    .force('x', forceX<Body>(0).strength(0.045))
    .force('y', forceY<Body>(0).strength(0.045 * flat * flat))
    .stop();
  const pairs = Math.max(1, (bodies.length * bodies.length) / 2);
  const ticks = Math.max(20, Math.min(TICKS, Math.floor(MOST_PAIRS / pairs)));
  for (let tick = 0; tick < ticks; tick += 1) {
    simulation.tick();
    separate(bodies, 1);
  }
  // Finally, nothing may overlap.
  for (let round = 0; round < 200 && separate(bodies, 1); round += 1);
  return framed(bodies, nodeCount);
}

function startingBodies(places: readonly Point[], boxes: readonly Box[], links: readonly Link[]): Body[] {
  const nodes = boxes.map(
    ({ width, height }, i): Body => ({ width, height, x: places[i]?.x ?? 0, y: places[i]?.y ?? 0 }),
  );
  const labels = links.map(({ source, target, label }, i): Body => {
    const [a, b] = [nodes[source], nodes[target]];
    return {
      ...label,
      x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2 + 3 * i,
      y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2 + 5 * (i % 4) + (source === target ? 40 : 0),
    };
  });
  return [...nodes, ...labels];
}

/** Length for both halves and a visible piece of line. */
function linkLength(a: Body, b: Body): number {
  return (Math.hypot(a.width, a.height) + Math.hypot(b.width, b.height)) / 4 + 24;
}

/** Pushes overlapping boxes apart along the shorter way. Returns true if any overlapped. */
function separate(bodies: Body[], strength: number): boolean {
  let moved = false;
  for (const [i, a] of bodies.entries()) {
    for (const b of bodies.slice(i + 1)) {
      const dx = (a.width + b.width) / 2 + GAP - Math.abs(a.x - b.x);
      const dy = (a.height + b.height) / 2 + GAP / 2 - Math.abs(a.y - b.y);
      if (dx <= 0.01 || dy <= 0.01) continue;
      moved = true;
      if (dx < dy) {
        const shift = (Math.sign(a.x - b.x || -1) * dx * strength) / 2;
        a.x += shift;
        b.x -= shift;
      } else {
        const shift = (Math.sign(a.y - b.y || -1) * dy * strength) / 2;
        a.y += shift;
        b.y -= shift;
      }
    }
  }
  return moved;
}

function framed(bodies: readonly Body[], nodeCount: number): GraphLayout {
  const edge = (side: (body: Body) => number, choose: (...values: number[]) => number) =>
    bodies.length === 0 ? 0 : choose(...bodies.map(side));
  const left = edge((body) => body.x - body.width / 2, Math.min) - MARGIN;
  const top = edge((body) => body.y - body.height / 2, Math.min) - MARGIN;
  const right = edge((body) => body.x + body.width / 2, Math.max) + MARGIN;
  const bottom = edge((body) => body.y + body.height / 2, Math.max) + MARGIN;
  const places = bodies.map(({ x, y }) => ({ x: x - left, y: y - top }));
  return {
    nodes: places.slice(0, nodeCount),
    labels: places.slice(nodeCount),
    width: right - left,
    height: bottom - top,
  };
}
