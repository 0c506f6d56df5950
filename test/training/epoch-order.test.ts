import { describe, expect, it } from 'vitest';
import { Random } from '../../main/tensor/random.ts';
import { drawn, epochBatches, stepsPerEpoch } from '../../main/training/epoch-order.ts';

const items = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

describe('an epoch', () => {
  it('has every item once, in batches whose sizes differ by one at most and are no larger than asked', () => {
    for (const [count, size] of [
      [10, 4],
      [1680, 24],
      [7, 7],
      [1, 24],
      [25, 24],
      [97, 10],
    ] as const) {
      const batches = epochBatches(items(count), size, new Random(3));
      expect(sorted(batches.flat())).toEqual(items(count));
      const sizes = batches.map(({ length }) => length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(size);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(batches).toHaveLength(stepsPerEpoch(count, size));
    }
  });

  it('is of another order each time, and of the same for the same seed', () => {
    const random = new Random(5);
    const [first, second] = [epochBatches(items(50), 8, random), epochBatches(items(50), 8, random)];
    expect(first).not.toEqual(second);
    expect(epochBatches(items(50), 8, new Random(5))).toEqual(first);
    expect(first.flat()).not.toEqual(items(50));
  });

  it('of nothing has no batches', () => {
    expect(epochBatches([], 4, new Random(1))).toEqual([]);
    expect(stepsPerEpoch(0, 4)).toBe(0);
  });
});

describe('drawn', () => {
  it('gives different items while there are enough', () => {
    const random = new Random(1);
    for (let time = 0; time < 20; time++) expect(new Set(drawn(items(5), 3, random)).size).toBe(3);
  });

  it('gives each of two items twice or three times when five are asked for', () => {
    const five = drawn(['a', 'b'], 5, new Random(1));
    expect(five).toHaveLength(5);
    for (const letter of ['a', 'b']) expect([2, 3]).toContain(five.filter((one) => one === letter).length);
  });

  it('every item has its turn: of three, each first in 100 to 170 of 400 draws', () => {
    const random = new Random(2);
    const first = Array.from({ length: 400 }, () => drawn(items(3), 1, random)[0]);
    for (const item of items(3)) {
      const times = first.filter((one) => one === item).length;
      expect(times).toBeGreaterThan(100);
      expect(times).toBeLessThan(170);
    }
  });

  it('from nothing throws instead of never ending', () => {
    expect(() => drawn([], 1, new Random(1))).toThrow(RangeError);
    expect(drawn([], 0, new Random(1))).toEqual([]);
  });
});
