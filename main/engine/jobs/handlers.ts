import type { Handlers } from '../../../preload/contract/table.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';

/** Lists jobs and passes on what a person asks of them. */
export function jobsNamespace(jobs: JobQueue): Handlers['jobs'] {
  return {
    list: () => jobs.list(),
    get: ({ id }) => jobs.get(id),
    pause({ id }) {
      jobs.pause(id);
      return jobs.get(id);
    },
    resume({ id }) {
      jobs.resume(id);
      return jobs.get(id);
    },
    stop({ id }) {
      jobs.stop(id);
      return null;
    },
    retry: ({ id }) => jobs.retry(id),
    dismiss({ id }) {
      jobs.dismiss(id);
      return null;
    },
  };
}
