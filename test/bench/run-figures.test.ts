import { expect, it } from 'vitest';
import { median } from '../../bench/support/measure.ts';
import { type RunFigures, runFigures, runTable, verdicts } from '../../bench/support/run-figures.ts';
import type { RunCheckpoint } from '../../preload/contract/runs.ts';

const cost = { wallMinutes: 30, cpuMinutes: 50 };
const checkpoint = (phase: RunCheckpoint['phase'], cider: number, bleu4: number): RunCheckpoint => ({
  name: `${phase} ${cider}`,
  phase,
  epoch: 1,
  step: 1,
  metrics: { cider, bleu_4: bleu4, distinct_captions: 90, bad_ending_rate: 0.01 },
  best: false,
  createdAt: '2026-01-01T00:00:00Z',
});
const reward = (epoch: number, value: number) => ({ phase: 'scst' as const, epoch, values: { reward: value } });

it('takes the best checkpoint of each phase, whichever is the best of the run', () => {
  const checkpoints = [
    checkpoint('cross-entropy', 3.1, 0.5),
    checkpoint('cross-entropy', 3.3, 0.4),
    checkpoint('cross-entropy', 3.2, 0.6),
    checkpoint('scst', 3.25, 0.7),
  ];
  const { crossEntropy, scst, seed } = runFigures({ config: { seed: 2 }, checkpoints }, [], cost);
  expect(seed).toBe(2);
  expect(crossEntropy).toMatchObject({ cider: 3.3, bleu4: 0.4 });
  expect(scst).toMatchObject({ cider: 3.25, bleu4: 0.7 });
});

it('means rewards over the steps of the first and the last epoch: an epoch ends with its whole number', () => {
  const points = [reward(0.5, 1), reward(1, 2), reward(1.5, 10), reward(2, 10), reward(2.5, 4), reward(3, 5)];
  const crossEntropy = { phase: 'cross-entropy' as const, epoch: 0.5, values: { loss: 1 } };
  const figures = runFigures({ config: { seed: 1 }, checkpoints: [] }, [crossEntropy, ...points], cost);
  expect(figures.firstReward).toBe(1.5);
  expect(figures.lastReward).toBe(4.5);
});

it('a run without self-critical training has no figures of it', () => {
  const figures = runFigures({ config: { seed: 1 }, checkpoints: [checkpoint('cross-entropy', 3, 0.5)] }, [], cost);
  expect(figures).toMatchObject({ scst: null, firstReward: null, lastReward: null });
  expect(verdicts([figures]).map(({ met }) => met)).toEqual([true, false, false, false, false, false]);
});

const figures = (seed: number, ce: number, scst: number): RunFigures => ({
  seed,
  crossEntropy: { cider: ce, bleu4: 0.5, distinctCaptions: 90, badEndingRate: 0 },
  scst: { cider: scst, bleu4: 0.5, distinctCaptions: 80, badEndingRate: 0.01 },
  firstReward: 2,
  lastReward: 2.5,
  ...cost,
});

it('the table ends with means, and the gain is SCST − CE', () => {
  // Gains +0.2 and −0.1: +0.05.
  const rows = runTable([figures(1, 3, 3.2), figures(2, 3.4, 3.3)]).split('\n');
  expect(rows).toHaveLength(4);
  expect(rows[2]).toContain('−0.100');
  expect(rows[3]!.split(/ {2,}/).slice(0, 4)).toEqual(['mean', '3.200', '3.250', '+0.050']);
});

it('a seed that loses more than 0.05 misses a bar, whatever the mean gains', () => {
  const met = (runs: readonly RunFigures[]) => verdicts(runs).map((verdict) => verdict.met);
  expect(met([figures(1, 3, 3.2), figures(2, 3.4, 3.36)])).toEqual([true, true, true, true, true, true]);
  expect(met([figures(1, 3, 3.4), figures(2, 3.4, 3.34)])).toEqual([true, true, true, false, true, true]);
});

it('a median of an even number is the mean of the middle two', () => {
  expect(median([3, 1, 10, 2])).toBe(2.5);
  expect(median([3, 1, 10])).toBe(3);
});
