import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Job, JobAction } from '../../../preload/contract/jobs.ts';
import { useApiQuery } from '../engine/api-hooks.ts';
import { nadir } from '../engine/nadir.ts';
import { askOfJob, dismissJobs } from './job-actions.ts';

const none: readonly Job[] = [];

/** Everything that runs, waits or ended lately; `job` events keep it current. */
export function useJobs(): readonly Job[] {
  return useApiQuery('jobs', 'list', {}).data ?? none;
}

/** The job of this id, undefined before it is queued and when it was taken off the list. */
export function useJob(id: string | null): Job | undefined {
  return useJobs().find((job) => job.id === id);
}

/** What can be asked of jobs. A refusal is told as a message. */
export function useJobActions() {
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: ({ id, action }: { readonly id: string; readonly action: JobAction }) =>
      askOfJob(nadir.api.jobs, queries, { id }, action),
  });
  const dismiss = useMutation({
    mutationFn: (ids: readonly string[]) => dismissJobs(nadir.api.jobs, queries, ids),
  });
  return {
    ask: (id: string, action: JobAction) => ask.mutate({ id, action }),
    /** The action that is on its way to the engine for this job. */
    asked: (id: string): JobAction | null => (ask.isPending && ask.variables.id === id ? ask.variables.action : null),
    dismiss: (ids: readonly string[]) => dismiss.mutate(ids),
  };
}
