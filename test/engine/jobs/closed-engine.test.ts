import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JobKindId } from '../../../preload/contract/jobs.ts';
import { jobCatalogue } from '../support/job-catalogue.ts';
import { engineForSurvivors, projectForSurvivors, survivors } from '../support/survivors.ts';
import { awkwardFolder } from '../support/test-engine.ts';

/** Closing Nadir with work under way, and opening the project again. */
const kinds = jobCatalogue().flatMap(({ id, survives }) => (survives ? [id] : []));
let folder: ReturnType<typeof awkwardFolder>;
beforeEach(() => {
  folder = awkwardFolder();
  projectForSurvivors(folder.directory);
});
afterEach(() => folder.remove());

/** A training that has made something saves it and has ended; there is nothing to begin again. */
const keeps: readonly JobKindId[] = ['training'];

it.each(kinds)('%s goes back to the queue and begins again once, unless it saves what it has', async (kind) => {
  const { queue, hasMade } = survivors[kind]!;
  const { directory } = folder;
  const test = await engineForSurvivors(directory, { workers: 'half' });
  const first = await queue(test.api, 0);
  const second = await queue(test.api, 1);
  await expect.poll(() => hasMade(test.api, directory)).toBe(true);
  await test.engine.close();

  const look = await engineForSurvivors(directory, { workers: 'whole', continuesQueue: false });
  const found = Object.fromEntries(
    (await look.api.jobs.list({})).map(({ id, state, reason }) => [id, [state, reason]]),
  );
  const saved = ['stopped', 'Nadir was closed while this run was going on.'];
  const isKept = keeps.includes(kind);
  expect(found).toEqual({ [first]: isKept ? saved : ['queued', null], [second]: ['queued', null] });
  await look.engine.close();

  const again = await engineForSurvivors(directory, { workers: 'whole' });
  await expect.poll(async () => (await again.api.jobs.get({ id: second })).state).toBe('finished');
  const finished = again.heard('job').flatMap(({ id, state }) => (state === 'finished' ? [id] : []));
  expect(finished).toEqual(isKept ? [second] : [first, second]);
  expect((await again.api.jobs.list({})).map(({ id }) => id)).toEqual([second, first]);
  await again.engine.close();
});
