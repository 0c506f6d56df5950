import { countCrossings } from './crossings.ts';
import type { Box, Link, Point } from './graph-geometry.ts';

const COLUMN_PX = 150;
const ROW_PX = 90;
/** Larger graphs start in reading order, because every round of the search is quadratic in their size. */
const MOST_SEARCHED = 24;
const MOST_ROUNDS = 12;

/**
 * Places boxes on a starting grid with short links and few crossings: beginning in reading order, it swaps places
 * while that helps. `aspect` is the available width divided by height.
 */
export function startingGrid(boxes: readonly Box[], links: readonly Link[], aspect: number): readonly Point[] {
  const columns = Math.max(1, Math.round(Math.sqrt(boxes.length * Math.max(0.5, aspect))));
  const rows = Math.ceil(boxes.length / columns) + (boxes.length > 4 ? 1 : 0);
  const slots = Array.from({ length: columns * rows }, (_, i): Point => {
    const column = i % columns;
    // A slight slope and offset, because boxes exactly in line cannot pass each other.
    return {
      x: column * COLUMN_PX + (Math.floor(i / columns) % 2) * 20,
      y: Math.floor(i / columns) * ROW_PX + (column % 3) * 7,
    };
  });
  /** The box in each slot; −1 for none. */
  const held = slots.map((_, i) => (i < boxes.length ? i : -1));
  const placesOf = () => {
    const places = new Array<Point>(boxes.length);
    for (const [slot, box] of held.entries()) if (box !== -1) places[box] = slots[slot]!;
    return places;
  };
  if (links.length === 0 || boxes.length < 3 || boxes.length > MOST_SEARCHED) return placesOf();

  const swap = (a: number, b: number) => {
    const box = held[a]!;
    held[a] = held[b]!;
    held[b] = box;
  };
  let best = costOf(placesOf(), links);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let improved = false;
    for (let a = 0; a < held.length; a++) {
      for (let b = a + 1; b < held.length; b++) {
        if (held[a] === -1 && held[b] === -1) continue;
        swap(a, b);
        const cost = costOf(placesOf(), links);
        if (cost < best - 1e-9) {
          best = cost;
          improved = true;
        } else swap(a, b);
      }
    }
    if (!improved) break;
  }
  return placesOf();
}

const NARROW: Box = { width: 60, height: 30 };

/** A crossing costs more than any detour, a box in the way nearly as much; then shorter is better. */
function costOf(places: readonly Point[], links: readonly Link[]): number {
  const { lines, boxes } = countCrossings(places, links, [], new Array(places.length).fill(NARROW));
  let length = 0;
  for (const { source, target } of links) {
    const [a, b] = [places[source], places[target]];
    if (a && b) length += Math.hypot(a.x - b.x, a.y - b.y);
  }
  return 1000 * lines + 700 * boxes + length;
}
