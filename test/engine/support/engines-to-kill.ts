import type { JobKindId, JobState } from '../../../preload/contract/jobs.ts';
import { engineForSurvivors, projectForSurvivors, survivors } from './survivors.ts';

/** A project whose first job of a kind is to be brought into a state. */
export interface ToKill {
  readonly directory: string;
  readonly kind: JobKindId;
  readonly state: JobState;
}

/** Engines in a process of its own, to be killed all at once when it says that their jobs are as they should be. */
process.once('message', async (places: readonly ToKill[]) => {
  const ids = await Promise.all(places.map(begin));
  process.send!(ids);
});

/** Returns the ids of the kind's first job, which is in the state, and of a second, which waits. */
async function begin({ directory, kind, state }: ToKill): Promise<readonly string[]> {
  const { queue, hasMade } = survivors[kind]!;
  projectForSurvivors(directory);
  const { api, started } = await engineForSurvivors(directory, { workers: 'deaf' });
  const first = await queue(api, 0);
  const second = await queue(api, 1);
  await until(() => hasMade(api, directory));
  // Between two parts parsing would end at once: it is to be within the second.
  const parts = () => started.flatMap(({ requests }) => requests.filter(({ type }) => type === 'parse')).length;
  if (kind === 'parsing') await until(async () => parts() === 2);
  if (state === 'paused') await api.jobs.pause({ id: first });
  if (state === 'stopping') await api.jobs.stop({ id: first });
  await until(async () => (await api.jobs.get({ id: first })).state === state);
  await until(async () => (await api.jobs.get({ id: second })).state === 'queued');
  return [first, second];
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
