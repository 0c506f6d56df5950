import type { QueryClient } from '@tanstack/react-query';
import type { Job, JobAction } from '../../../preload/contract/jobs.ts';
import type { Api } from '../../../preload/contract/table.ts';
import { forgetJobs, rememberJob } from './job-cache.ts';

type JobApi = Pick<Api['jobs'], 'pause' | 'resume' | 'stop' | 'retry' | 'dismiss'>;

/** Asks something of a job. What becomes of it comes as events; a pause or a retry is shown at once. */
export async function askOfJob(
  api: JobApi,
  queries: QueryClient,
  { id }: Pick<Job, 'id'>,
  action: JobAction,
): Promise<void> {
  switch (action) {
    case 'pause':
      return rememberJob(queries, await api.pause({ id }));
    case 'resume':
      return rememberJob(queries, await api.resume({ id }));
    case 'stop':
    case 'cancel':
      await api.stop({ id });
      return;
    case 'retry': {
      const again = await api.retry({ id });
      // The new job takes the place of the one that it repeats.
      forgetJobs(queries, [id]);
      rememberJob(queries, again);
    }
  }
}

/** Takes ended jobs off the list, here and in the engine. */
export async function dismissJobs(api: JobApi, queries: QueryClient, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await api.dismiss({ id });
    forgetJobs(queries, [id]);
  }
}
