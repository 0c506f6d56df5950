import { expect, it } from 'vitest';
import type { Run } from '../../../preload/contract/runs.ts';
import { bestCider, isActive, metricKeys, shareDone, whatRemains } from '../../../renderer/features/train/run-facts.ts';

const checkpoint = (name: string, metrics: Record<string, number>, best = false) => ({
  name,
  phase: 'scst' as const,
  epoch: 1,
  step: 10,
  metrics,
  best,
  createdAt: '2026-01-01T00:00:00Z',
});
const run = (changes: Partial<Run>): Run => ({
  id: 'r',
  name: 'Run',
  preset: 'quick',
  modelId: 'nadir-mini',
  jobId: 'job-r',
  state: 'running',
  reason: null,
  createdAt: '2026-01-01T00:00:00Z',
  finishedAt: null,
  trainImages: 1,
  valImages: 1,
  config: {},
  progress: null,
  device: null,
  checkpoints: [],
  ...changes,
});

it('best CIDEr is the highest of all checkpoints, and none is null, not 0', () => {
  expect(bestCider(run({}))).toBeNull();
  expect(bestCider(run({ checkpoints: [checkpoint('a', { loss: 1 })] }))).toBeNull();
  expect(bestCider(run({ checkpoints: [checkpoint('a', { cider: 2 }), checkpoint('b', { cider: 1 })] }))).toBe(2);
});

it('the share done is unknown before the first report and whole at the end', () => {
  expect(shareDone(run({}))).toBeNull();
  expect(shareDone(run({ progress: { stage: 's', done: 3, total: 12, secondsLeft: null } }))).toBe(0.25);
  expect(shareDone(run({ progress: { stage: 's', done: 0, total: 0, secondsLeft: null } }))).toBeNull();
  expect(shareDone(run({ state: 'finished' }))).toBe(1);
});

it('what remains names the best checkpoint, which is what the run is worked with, or says that there is none', () => {
  expect(whatRemains(run({ state: 'failed' }))).toContain('The run ended before its first checkpoint');
  const both = run({ checkpoints: [checkpoint('epoch-1', { cider: 2 }, true), checkpoint('epoch-2', { cider: 1 })] });
  expect(whatRemains(both)).toContain('its best checkpoint, epoch-1.');
});

it('CIDEr leads the metrics, and a queued or paused run is active', () => {
  expect(metricKeys(run({ checkpoints: [checkpoint('a', { bleu_4: 1, cider: 1 })] }))).toEqual(['cider', 'bleu_4']);
  expect((['queued', 'paused', 'stopped', 'failed'] as const).map(isActive)).toEqual([true, true, false, false]);
});
