import { expect, it } from 'vitest';
import {
  captionedSplits,
  type ExportChoice,
  exportRequest,
  formatOf,
  suggestedName,
} from '../../../renderer/features/export/export-choice.ts';

const choice = (change: Partial<ExportChoice>): ExportChoice => ({
  what: 'captions',
  captionFormat: 'karpathy',
  split: null,
  modelId: null,
  ...change,
});

it('captions need neither model nor split, and never send a model', () => {
  expect(exportRequest(choice({ modelId: 'left-over' }), '/out.json')).toEqual({
    what: 'captions',
    format: 'karpathy',
    out: '/out.json',
    split: null,
    modelId: null,
  });
});

it('predictions need both, a model needs only itself', () => {
  expect(exportRequest(choice({ what: 'predictions', modelId: 'm' }), '/o')).toBeNull();
  expect(exportRequest(choice({ what: 'predictions', split: 'val' }), '/o')).toBeNull();
  expect(exportRequest(choice({ what: 'predictions', modelId: 'm', split: 'val' }), '/o')?.format).toBe('coco-results');
  expect(exportRequest(choice({ what: 'model', modelId: 'm', split: 'val' }), '/o')).toEqual({
    what: 'model',
    format: 'safetensors',
    out: '/o',
    split: null,
    modelId: 'm',
  });
  expect(formatOf(choice({ captionFormat: 'coco' }))).toBe('coco');
});

it('the suggested name holds no letter that a file system refuses', () => {
  expect(suggestedName(choice({ split: 'val' }), 'UCM 2026', null)).toBe('ucm-2026-captions-val-karpathy.json');
  expect(suggestedName(choice({ what: 'predictions', modelId: 'r', split: 'test' }), 'Ä/b', 'Run: 1')).toBe(
    'a-b-run-1-test-results.json',
  );
  expect(suggestedName(choice({ what: 'model', modelId: 'run-7' }), 'p', null)).toBe('run-7');
});

it('a stale, unfinished or other model’s set cannot be exported', () => {
  const set = (modelId: string, split: string, state: 'finished' | 'running', stale = false) => ({
    modelId,
    split,
    state,
    stale,
    reason: null,
    done: 0,
    total: 0,
    decoding: 'greedy',
    jobId: 'j',
    progress: null,
  });
  const sets = [set('m', 'val', 'finished'), set('m', 'test', 'finished', true), set('m', 'train', 'running')];
  expect(captionedSplits([...sets, set('n', 'test', 'finished')], 'm')).toEqual(['val']);
});
