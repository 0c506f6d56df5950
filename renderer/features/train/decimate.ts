/**
 * Returns the ascending indices of the points to draw, about `cap` at most: all of them when they are few; otherwise
 * both ends, and the minimum and maximum of every series in each of a fixed number of spans, so that no spike is
 * lost.
 *
 * Example: one series [0, 9, 0, 0, 0, 0, 0, 5] with cap 4 keeps index 1 (the 9) and index 7 (the 5).
 */
export function indicesToDraw(series: readonly (readonly (number | null)[])[], cap: number): number[] {
  const count = series[0]?.length ?? 0;
  if (count <= cap) return Array.from({ length: count }, (_, index) => index);
  const spans = Math.max(1, Math.floor(cap / (2 * series.length)));
  const kept = new Set<number>([0, count - 1]);
  for (let span = 0; span < spans; span++) {
    const start = Math.floor((span * count) / spans);
    const end = Math.floor(((span + 1) * count) / spans);
    for (const values of series) keepExtremes(values, start, end, kept);
  }
  return [...kept].sort((a, b) => a - b);
}

function keepExtremes(values: readonly (number | null)[], start: number, end: number, kept: Set<number>): void {
  let lowest = -1;
  let highest = -1;
  for (let index = start; index < end; index++) {
    const value = values[index] ?? null;
    if (value === null) continue;
    if (lowest < 0 || value < (values[lowest] as number)) lowest = index;
    if (highest < 0 || value > (values[highest] as number)) highest = index;
  }
  if (lowest >= 0) kept.add(lowest);
  if (highest >= 0) kept.add(highest);
}
