import type { WorkerJob } from '../../jobs/worker-protocol.ts';
import { exportModel } from '../../models/export/export-model.ts';
import { StopRequested } from '../../training/training-port.ts';
import type { JobControl, Send } from '../job-control.ts';

/** Writes a published model as a whole; what is done is told in bytes. */
export async function runExportJob(
  job: Extract<WorkerJob, { kind: 'export' }>,
  send: Send,
  control: JobControl,
): Promise<{ readonly stopped: boolean }> {
  const { modelDirectory: directory, weights, fineTuned } = job;
  const startedMs = performance.now();
  const onProgress = async (done: number, total: number): Promise<void> => {
    const secondsLeft = Math.round((((performance.now() - startedMs) / done) * (total - done)) / 1000);
    await send({ type: 'progress', stage: 'Writing the model', done, total, secondsLeft });
    await control.turn();
  };
  try {
    await exportModel({ directory, weights, fineTuned }, job.directory, { onProgress });
    return { stopped: false };
  } catch (error) {
    if (error instanceof StopRequested) return { stopped: true };
    throw error;
  }
}
