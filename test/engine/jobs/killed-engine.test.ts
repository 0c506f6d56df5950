import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ToKill } from '../support/engines-to-kill.ts';
import { jobCatalogue } from '../support/job-catalogue.ts';
import { engineForSurvivors, survivors } from '../support/survivors.ts';
import { awkwardFolder } from '../support/test-engine.ts';

/**
 * An engine is killed with a job of each kind that survives in each state that it can be in, and one more that waits: what
 * the next opening finds, and what becomes of it.
 */
const kinds = jobCatalogue().flatMap(({ id, survives }) => (survives ? [id] : []));
const states = ['running', 'paused', 'stopping'] as const;
let folder: ReturnType<typeof awkwardFolder>;
let child: ChildProcess;
let places: readonly (ToKill & { readonly ids: readonly string[] })[];
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

beforeAll(async () => {
  folder = awkwardFolder();
  const toKill: readonly ToKill[] = kinds
    .filter((kind) => survivors[kind])
    .flatMap((kind) =>
      states.map((state) => ({ kind, state, directory: path.join(folder.directory, `${kind} ${state}`) })),
    );
  child = fork(path.join(import.meta.dirname, '../support/engines-to-kill.ts'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  child.send(toKill);
  const [ids] = (await once(child, 'message')) as [readonly (readonly string[])[]];
  child.kill('SIGKILL');
  await once(child, 'exit');
  places = toKill.map((place, at) => ({ ...place, ids: ids[at]! }));
});
afterAll(() => {
  child.kill('SIGKILL');
  folder.remove();
});

it('every kind that survives has its case here', () => {
  expect(kinds.filter((kind) => !survivors[kind])).toEqual([]);
  expect(kinds.length).toBeGreaterThan(0);
});

describe.each(kinds)('%s', (kind) => {
  it.each(states)(
    'that was %s has failed, keeps what it made and does not begin by itself; what waited runs once',
    async (state) => {
      const { hasMade, reason } = survivors[kind]!;
      const { directory, ids } = places.find((place) => place.kind === kind && place.state === state)!;
      const [first, second] = ids as [string, string];

      // Just looked at, nothing starts: this is what the kill left.
      const look = await engineForSurvivors(directory, { workers: 'whole', continuesQueue: false });
      const found = await look.api.jobs.list({});
      expect(found.map(({ id, state: now }) => [id, now])).toEqual([
        [second, 'queued'],
        [first, 'failed'],
      ]);
      expect(found[1]).toMatchObject({ kind, reason, actions: ['retry'], progress: null, endedAt: expect.any(String) });
      expect(await hasMade(look.api, directory)).toBe(true);
      await look.engine.close();
      expect(look.started).toEqual([]);

      const test = await engineForSurvivors(directory, { workers: 'whole' });
      const stateOf = async (id: string) => (await test.api.jobs.get({ id })).state;
      const finished = () => test.heard('job').flatMap(({ id, state: now }) => (now === 'finished' ? [id] : []));
      const works = () => test.started.filter(({ job }) => job.kind !== 'parse').length;
      await expect.poll(() => stateOf(second)).toBe('finished');
      expect([await stateOf(first), finished()]).toEqual(['failed', [second]]);
      expect(works()).toBe(kind === 'parsing' ? 0 : 1);

      const { id: again } = await test.api.jobs.retry({ id: first });
      await expect.poll(() => stateOf(again)).toBe('finished');
      const list = await test.api.jobs.list({});
      expect(list.map(({ id }) => id)).toEqual([again, second]);
      await test.engine.close();
      expect([finished(), works()]).toEqual([[second, again], kind === 'parsing' ? 0 : 2]);

      const last = await engineForSurvivors(directory, { workers: 'whole' });
      expect((await last.api.jobs.list({})).map(({ id, state: now }) => [id, now])).toEqual([
        [again, 'finished'],
        [second, 'finished'],
      ]);
      await last.engine.close();
    },
  );
});
