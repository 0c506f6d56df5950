import { expect, it } from 'vitest';
import { showTarget } from '../../../renderer/features/jobs/show-target.ts';
import { ended, playedJob } from './played-job.ts';

const captioning = { kind: 'captioning', subject: { run: null, model: 'nadir-mini', split: 'val' } } as const;

it('each kind leads to what it makes', () => {
  expect(showTarget(playedJob())).toEqual({ place: 'train', runId: 'run-1' });
  expect(showTarget(playedJob(captioning))).toEqual({ place: 'compare', modelId: 'nadir-mini', split: 'val' });
  for (const kind of ['import', 'parsing', 'features'] as const)
    expect(showTarget(ended({ kind }))).toEqual({ place: 'browse' });
  expect(showTarget(ended({ kind: 'export', output: '/out/captions.json' }))).toEqual({
    place: 'folder',
    path: '/out/captions.json',
  });
  expect(showTarget(playedJob({ kind: 'model-download' }))).toEqual({ place: 'models' });
});

it('nothing is shown of what made nothing: cancelled captions, an import that runs, an export that failed', () => {
  expect(showTarget(ended({ ...captioning, state: 'stopped' }))).toBeNull();
  expect(showTarget(playedJob({ kind: 'import' }))).toBeNull();
  expect(showTarget(ended({ kind: 'model-export', state: 'failed', output: null }))).toBeNull();
  expect(showTarget(playedJob({ kind: 'import-check' }))).toBeNull();
});
