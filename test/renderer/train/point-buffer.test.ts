import { expect, it } from 'vitest';
import { PointBuffer } from '../../../renderer/features/train/point-buffer.ts';

const point = (index: number, values: Record<string, number> = { loss: index }) => ({
  index,
  phase: 'cross-entropy' as const,
  step: index,
  epoch: index,
  values,
});

it('overlapping and repeated points are held once', () => {
  const buffer = new PointBuffer('run');
  expect(buffer.append([point(0), point(1)])).toBe(true);
  expect(buffer.append([point(1), point(2)])).toBe(true);
  expect(buffer.append([point(0)])).toBe(true);
  expect(buffer.points.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(buffer.next).toBe(3);
});

it('an event that came before the fetch is refused, so that nothing is missing in the middle', () => {
  const buffer = new PointBuffer('run');
  expect(buffer.append([point(5)])).toBe(false);
  expect(buffer.points).toEqual([]);
  expect(buffer.next).toBe(0);
});

it('subscribers hear of real additions only, and the keys grow', () => {
  const buffer = new PointBuffer('run');
  let heard = 0;
  const leave = buffer.subscribe(() => {
    heard++;
  });
  buffer.append([point(0)]);
  buffer.append([point(0)]);
  buffer.append([point(1, { reward: 1 })]);
  expect(heard).toBe(2);
  expect([...buffer.keys]).toEqual(['loss', 'reward']);
  leave();
  buffer.append([point(2)]);
  expect(heard).toBe(2);
  expect(buffer.version).toBe(3);
});
