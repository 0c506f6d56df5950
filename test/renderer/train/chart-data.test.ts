import { expect, it } from 'vitest';
import type { RunPoint } from '../../../preload/contract/runs.ts';
import { chartData } from '../../../renderer/features/train/chart-data.ts';
import { chartsFor } from '../../../renderer/features/train/chart-definitions.ts';
import { keyTitle } from '../../../renderer/features/train/metric-names.ts';
import { phaseAxis } from '../../../renderer/features/train/phase-axis.ts';

const point = (index: number, phase: RunPoint['phase'], epoch: number, values: Record<string, number>): RunPoint => ({
  index,
  phase,
  step: index,
  epoch,
  values,
});
const points = [
  point(0, 'cross-entropy', 0.5, { loss: 3 }),
  point(1, 'cross-entropy', 1, { loss: 2, entropy: 4 }),
  point(2, 'scst', 0.5, { loss: 0.1, reward: 5 }),
];
const request = { points, axis: phaseAxis(points), phase: null, cap: 100 };

it('a chart holds only the points that have its values, on one axis over both phases', () => {
  const loss = chartData({ ...request, keys: ['loss'] });
  expect(loss.x).toEqual([0.5, 1, 1.5]);
  expect(loss.lines[0]?.raw).toEqual([3, 2, 0.1]);
  expect(chartData({ ...request, keys: ['reward'] }).x).toEqual([1.5]);
});

it('smoothing starts anew at the phase boundary', () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    point(index, index < 100 ? 'cross-entropy' : 'scst', index / 10, { loss: index < 100 ? 3 : 0 }),
  );
  const smoothed = chartData({ ...request, points: many, keys: ['loss'], cap: 1000 }).lines[0]?.smoothed;
  expect(smoothed?.[99]).toBeCloseTo(3, 9);
  expect(smoothed?.[100]).toBe(0);
});

it('one phase alone can be asked for, and the latest value is that phase’s last', () => {
  const loss = chartData({ ...request, keys: ['loss'], phase: 'cross-entropy' });
  expect(loss.points.map(({ index }) => index)).toEqual([0, 1]);
  expect(loss.latest).toEqual([2]);
  expect(chartData({ ...request, keys: ['absent'] }).latest).toEqual([null]);
});

it('known charts come in their order, an unknown key gets a chart of its own', () => {
  const charts = chartsFor(new Set(['badEndings', 'reward', 'loss']));
  expect(charts.map(({ id }) => id)).toEqual(['loss', 'reward', 'badEndings']);
  expect(charts[1]?.lines.map(({ key }) => key)).toEqual(['reward']);
  expect(charts[2]?.title).toBe('Bad endings');
  expect(keyTitle('signal.cider_spread')).toBe('Signal cider spread');
});

it('the learning signal METEOR is charted under its full name: paraphrases do not count', () => {
  expect(chartsFor(new Set(['meteor']))[0]?.lines[0]?.title).toBe('Sample METEOR (exact, stem, synonym)');
});
