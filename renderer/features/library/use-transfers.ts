import { toast } from 'sonner';
import type { Job, JobKindId } from '../../../preload/contract/jobs.ts';
import { call } from '../../app/engine/api-hooks.ts';
import { hasEnded } from '../../app/jobs/job-facts.ts';
import { newJobId } from '../../app/jobs/new-job-id.ts';
import { useJobActions, useJobs } from '../../app/jobs/use-jobs.ts';
import { isCancelled, readError } from '../../app/words/errors.ts';
import { suggestedName } from '../export/export-choice.ts';

/** Returns the jobs of a kind and what is done with them here. */
function useTransfers(kind: JobKindId) {
  const jobs = useJobs().filter((job) => job.kind === kind);
  const { ask, dismiss } = useJobActions();
  const ofModel = (modelId: string) => jobs.filter((job) => job.subject.model === modelId);
  return {
    jobs,
    busy: (modelId: string) => ofModel(modelId).some((job) => !hasEnded(job)),
    /** Takes earlier tries off the list when the same is begun anew. */
    forgetEnded: (modelId: string) =>
      dismiss(
        ofModel(modelId)
          .filter(hasEnded)
          .map(({ id }) => id),
      ),
    cancel: (job: Job) => ask(job.id, 'cancel'),
    retry: (job: Job) => ask(job.id, 'retry'),
    dismiss: (job: Job) => dismiss([job.id]),
  };
}

/** Downloads that go on or failed, and the start of another one. They go on while another screen is open. */
export function useDownloads() {
  const { forgetEnded, ...transfers } = useTransfers('model-download');
  const start = async (repository: string) => {
    forgetEnded(repository);
    const jobId = newJobId('model-download');
    try {
      const model = await call('models', 'download', { repository, jobId });
      toast.success(`“${model.title}” is in the library.`);
    } catch (error) {
      await tellUnlessJob(jobId, error);
    }
  };
  const shown = transfers.jobs.filter((job) => !hasEnded(job) || job.state === 'failed');
  return { ...transfers, jobs: shown, start: (repository: string) => void start(repository) };
}

/** Exports that go on, wrote a model or failed, and the start of another one. */
export function useModelExports() {
  const { forgetEnded, ...transfers } = useTransfers('model-export');
  const start = async (modelId: string, title: string) => {
    const name = suggestedName({ what: 'model', captionFormat: 'coco', split: null, modelId }, '', title);
    const out = await call('shell', 'chooseExportFile', { suggestedName: name });
    if (out === null) return;
    forgetEnded(modelId);
    const jobId = newJobId('model-export');
    try {
      await call('models', 'export', { id: modelId, out, jobId });
    } catch (error) {
      await tellUnlessJob(jobId, error);
    }
  };
  const shown = transfers.jobs.filter((job) => job.state !== 'stopped');
  return { ...transfers, jobs: shown, start: (modelId: string, title: string) => void start(modelId, title) };
}

/** A job that failed says so where its progress was; what could not even be queued is told as a message. */
async function tellUnlessJob(id: string, error: unknown): Promise<void> {
  if (isCancelled(error)) return;
  const isJob = await call('jobs', 'get', { id }).then(
    () => true,
    () => false,
  );
  if (!isJob) toast.error(readError(error).message, { duration: 10_000 });
}
