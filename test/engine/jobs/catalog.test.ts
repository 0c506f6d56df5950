import { expect, it } from 'vitest';
import { jobKindSchema } from '../../../preload/contract/jobs.ts';
import { jobCatalogue } from '../support/job-catalogue.ts';

const kinds = jobCatalogue();

it('holds every kind of the contract exactly once', () => {
  expect(kinds.map(({ id }) => id).toSorted()).toEqual(jobKindSchema.options.toSorted());
});

it('a kind that survives belongs to a project, says what an end of Nadir left of it, and can be retried', () => {
  for (const { id, survives, scope, interrupted, retry } of kinds.filter((kind) => kind.survives))
    expect([id, survives, scope, typeof interrupted, typeof retry]).toEqual([
      id,
      true,
      'project',
      'function',
      'function',
    ]);
});

it('trainings, captionings, parsings and features survive; what names files of a moment does not', () => {
  expect(kinds.filter(({ survives }) => survives).map(({ id }) => id)).toEqual([
    'training',
    'captioning',
    'parsing',
    'features',
  ]);
  expect(kinds.filter(({ scope }) => scope === 'library').map(({ id }) => id)).toEqual([
    'model-export',
    'model-download',
  ]);
});
