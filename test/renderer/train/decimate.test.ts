import { expect, it } from 'vitest';
import { indicesToDraw } from '../../../renderer/features/train/decimate.ts';

it('few points are all drawn', () => {
  expect(indicesToDraw([[5, 6, 7]], 3)).toEqual([0, 1, 2]);
});

it('spikes survive the thinning, and so do both ends', () => {
  const values = Array.from({ length: 10_000 }, () => 0);
  values[1234] = 9;
  values[7777] = -9;
  const drawn = indicesToDraw([values], 100);
  expect(drawn).toContain(1234);
  expect(drawn).toContain(7777);
  expect(drawn[0]).toBe(0);
  expect(drawn.at(-1)).toBe(9999);
  // 50 spans, at most a low and a high each, and the two ends
  expect(drawn.length).toBeLessThanOrEqual(102);
});

it('each series keeps its own extremes, in ascending order', () => {
  const a = Array.from({ length: 1000 }, (_, index) => (index === 10 ? 1 : 0));
  const b = Array.from({ length: 1000 }, (_, index) => (index === 20 ? 1 : null));
  const drawn = indicesToDraw([a, b], 40);
  expect(drawn).toContain(10);
  expect(drawn).toContain(20);
  expect(drawn).toEqual([...drawn].sort((x, y) => x - y));
});

it('nothing gives nothing', () => {
  expect(indicesToDraw([], 10)).toEqual([]);
  expect(indicesToDraw([[]], 10)).toEqual([]);
});
