import type { Box, Link, Point } from './graph-geometry.ts';

/** A line from one box to another that bends at its label. */
interface Course {
  readonly link: number;
  readonly from: number;
  readonly to: number;
  readonly points: readonly Point[];
}

/**
 * Counts the pairs of links that cross, and the boxes that a link of other boxes runs through. Links are two straight
 * pieces that meet at their label, or one where `labels` is empty. Links that share an end may touch there.
 */
export function countCrossings(
  nodes: readonly Point[],
  links: readonly Link[],
  labels: readonly Point[] = [],
  boxes: readonly Box[] = [],
): { readonly lines: number; readonly boxes: number } {
  const courses = links.flatMap(({ source, target }, link): Course[] => {
    const [a, b, label] = [nodes[source], nodes[target], labels[link]];
    if (!a || !b || source === target) return [];
    return [{ link, from: source, to: target, points: label ? [a, label, b] : [a, b] }];
  });
  let lines = 0;
  let covered = 0;
  for (const [i, one] of courses.entries()) {
    for (const other of courses.slice(i + 1)) if (areCrossing(one, other)) lines++;
    for (const [n, box] of boxes.entries()) {
      const centre = nodes[n];
      if (n === one.from || n === one.to || !centre) continue;
      if (pieces(one).some(([a, b]) => runsThrough(a, b, centre, box))) covered++;
    }
  }
  return { lines, boxes: covered };
}

const pieces = ({ points }: Course): (readonly [Point, Point])[] =>
  points.slice(1).map((end, i) => [points[i]!, end] as const);

function areCrossing(one: Course, other: Course): boolean {
  const shared = [one.from, one.to].some((end) => end === other.from || end === other.to);
  for (const [a, b] of pieces(one)) {
    for (const [c, d] of pieces(other)) {
      if (shared && (a === c || a === d || b === c || b === d)) continue;
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  }
  return false;
}

/** Returns the side of the line from `a` to `b` that a point is on, by its sign. */
function side(a: Point, b: Point, p: Point): number {
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

/** Returns true if a line enters a box: clipped to the box horizontally and vertically, part of it remains. */
function runsThrough(a: Point, b: Point, centre: Point, { width, height }: Box): boolean {
  let [enter, leave] = [0, 1];
  for (const [start, end, low, high] of [
    [a.x, b.x, centre.x - width / 2, centre.x + width / 2],
    [a.y, b.y, centre.y - height / 2, centre.y + height / 2],
  ] as const) {
    const length = end - start;
    if (length === 0) {
      if (start <= low || start >= high) return false;
      continue;
    }
    const [first, second] = [(low - start) / length, (high - start) / length];
    enter = Math.max(enter, Math.min(first, second));
    leave = Math.min(leave, Math.max(first, second));
  }
  return leave - enter > 0.001;
}
