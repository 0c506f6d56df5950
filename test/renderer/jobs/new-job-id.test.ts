import { expect, it } from 'vitest';
import { jobIdSchema, jobKindSchema } from '../../../preload/contract/jobs.ts';
import { newJobId } from '../../../renderer/app/jobs/new-job-id.ts';

it('ids of every kind fit the contract and differ', () => {
  const made = jobKindSchema.options.flatMap((kind) => [newJobId(kind), newJobId(kind)]);
  for (const id of made) expect(jobIdSchema.safeParse(id).success).toBe(true);
  expect(new Set(made).size).toBe(made.length);
});
