import { expect, it } from 'vitest';
import { learningRateAt } from '../../main/training/schedule.ts';

const config = { learningRate: 0.8, finalShare: 0, warmUpSteps: 10 };
const at = (step: number, total = 110, changes: Partial<typeof config> = {}): number =>
  learningRateAt(step, total, { ...config, ...changes });

it('rises by a tenth a step over ten warm-up steps: the first is not wasted on 0', () => {
  expect(at(0)).toBeCloseTo(0.08, 12);
  expect(at(4)).toBeCloseTo(0.4, 12);
  expect(at(9)).toBeCloseTo(0.8, 12);
  expect(at(10)).toBeCloseTo(0.8, 12);
});

it('falls along half a cosine: a quarter of the way 0.8 · (1 + cos 45°) / 2 = 0.682843, half way half', () => {
  expect(at(35)).toBeCloseTo(0.682843, 6);
  expect(at(60)).toBeCloseTo(0.4, 12);
  expect(at(85)).toBeCloseTo(0.117157, 6);
});

it('ends at the final share, and stays there beyond the end', () => {
  expect(at(110, 110, { finalShare: 0.25 })).toBeCloseTo(0.2, 12);
  expect(at(60, 110, { finalShare: 0.25 })).toBeCloseTo(0.5, 12); // 0.8 · (0.25 + 0.75 / 2)
  expect(at(500, 110, { finalShare: 0.25 })).toBeCloseTo(0.2, 12);
});

it('a final share of 1 keeps it level', () => {
  for (const step of [10, 60, 109]) expect(at(step, 110, { finalShare: 1 })).toBeCloseTo(0.8, 12);
});

it('a run shorter than its warm-up warms up for a tenth of it and reaches its learning rate', () => {
  const rates = Array.from({ length: 20 }, (_, step) => at(step, 20, { warmUpSteps: 100 }));
  expect(rates.slice(0, 3)).toEqual([0.4, 0.8, 0.8]);
  expect(Math.max(...rates)).toBe(0.8);
});

it('a run of one step has its full learning rate, with and without a warm-up', () => {
  for (const warmUpSteps of [0, 1, 100]) expect(at(0, 1, { warmUpSteps })).toBeCloseTo(0.8, 12);
});
