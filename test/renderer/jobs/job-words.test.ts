import { expect, it } from 'vitest';
import { jobKindSchema, jobStateSchema } from '../../../preload/contract/jobs.ts';
import {
  actionWords,
  belongsTo,
  endWords,
  kindWords,
  percentWords,
  progressWords,
  stageWords,
  stateWords,
  timeWords,
  titleWords,
} from '../../../renderer/features/jobs/job-words.ts';
import { ended, playedJob } from './played-job.ts';

const progress = (change = {}) => ({ stage: 'Writing captions', done: 40, total: 100, secondsLeft: 180, ...change });

it('every kind and every state of the contract has a word, the states those of the word list', () => {
  expect(Object.keys(kindWords).sort()).toEqual([...jobKindSchema.options].sort());
  expect(new Set(Object.values(kindWords)).size).toBe(jobKindSchema.options.length);
  for (const state of jobStateSchema.options) expect(stateWords[state].toLowerCase()).toBe(state);
});

it('what keeps its results is stopped, what keeps none or has none yet is cancelled; a second request ends it at once', () => {
  expect(actionWords('stop', 'running')).toBe('Stop');
  expect(actionWords('cancel', 'running')).toBe('Cancel');
  expect(actionWords('stop', 'queued')).toBe('Cancel');
  expect(actionWords('stop', 'stopping')).toBe('Stop now');
  expect(actionWords('cancel', 'stopping')).toBe('Stop now');
  expect(actionWords('retry', 'failed')).toBe('Retry');
});

it('a job belongs to the project, or to the model library whatever is open', () => {
  expect(belongsTo(playedJob(), 'Harbours')).toBe('Training · Harbours');
  expect(belongsTo(playedJob(), null)).toBe('Training');
  expect(belongsTo(playedJob({ kind: 'model-download' }), 'Harbours')).toBe('Model download · Model library');
});

it('what a job does now is its stage, or why there is none', () => {
  expect(stageWords(playedJob({ progress: progress() }))).toBe('Writing captions');
  expect(stageWords(playedJob())).toBe('Starting…');
  expect(stageWords(playedJob({ state: 'queued' }))).toBe('Waiting for its turn');
  expect(stageWords(playedJob({ state: 'stopping', progress: progress() }))).toBe(
    'Finishing the step and saving a checkpoint',
  );
  expect(stageWords(playedJob({ kind: 'export', state: 'stopping' }))).toBe('Stopping…');
});

it('downloads are counted in bytes', () => {
  const download = { stage: 'Downloading owner/tiny', done: 1.2e9, total: 4.5e9 };
  expect(stageWords(playedJob({ kind: 'model-download', progress: progress(download) }))).toBe('1.2 GB of 4.5 GB');
});

it('percent are rounded down, so that nothing that goes on is said to be done', () => {
  expect(percentWords(playedJob({ progress: progress({ done: 999, total: 1000 }) }))).toBe('99 %');
  expect(percentWords(playedJob({ progress: progress({ total: 0 }) }))).toBeNull();
});

it('a screen reader hears stage, percent and time left; a job that rests has no time left', () => {
  const job = playedJob({ progress: progress() });
  expect(progressWords(job)).toBe('Writing captions, 40 %, about 3 min left');
  expect(progressWords({ ...job, state: 'paused' })).toBe('Writing captions, 40 %');
});

it('times: how long it waits, runs, took', () => {
  const now = Date.parse('2026-03-01T10:10:00.000Z');
  expect(timeWords(playedJob({ state: 'queued', startedAt: null }), now)).toBe('queued 10 minutes ago');
  expect(timeWords(playedJob({ startedAt: '2026-03-01T10:09:22.000Z' }), now)).toBe('for 38 s');
  expect(timeWords(ended(), now)).toBe('5 minutes ago, took 5 min');
  // Taken out of the queue: it never ran.
  expect(timeWords(ended({ startedAt: null }), now)).toBe('5 minutes ago');
});

it('names stand in the quotation marks of the window', () => {
  expect(titleWords({ title: 'Train "First try" and "x"' })).toBe('Train “First try” and “x”');
  expect(titleWords({ title: 'Import 5" maps' })).toBe('Import 5" maps');
});

it('an end is announced with the reason of a failure', () => {
  expect(endWords(ended())).toBe('Finished: Train “First try”.');
  expect(endWords(ended({ state: 'failed', reason: 'The disk is full.' }))).toBe(
    'Failed: Train “First try”. The disk is full.',
  );
});
