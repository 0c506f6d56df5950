import { toWireError } from '../errors/wire-error.ts';
import type { WorkerJob, WorkerRequest } from '../jobs/worker-protocol.ts';
import { computeDevice } from '../tensor/device.ts';
import type { Send } from './job-control.ts';
import { JobControl } from './job-control.ts';
import { runBaselineJob } from './jobs/baseline.ts';
import { runCaptionJob } from './jobs/caption.ts';
import { runExportJob } from './jobs/export.ts';
import { runFeaturesJob } from './jobs/features.ts';
import { runParseJob } from './jobs/parse.ts';
import { runTrainJob } from './jobs/train.ts';
import { ParseRequests } from './parse-requests.ts';

/** One worker's life: a job and the requests that reach it meanwhile. */
export class WorkerSession {
  readonly #send: Send;
  readonly #control = new JobControl();
  readonly #requests = new ParseRequests();
  #started = false;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Resolves with whether the worker is done: true once, for the request that started the job, when it has ended. */
  async handle(request: WorkerRequest): Promise<boolean> {
    switch (request.type) {
      case 'pause':
        if (this.#control.pause()) await this.#send({ type: 'paused' });
        return false;
      case 'resume':
        if (this.#control.resume()) await this.#send({ type: 'resumed' });
        return false;
      case 'parse':
        this.#requests.add(request);
        return false;
      case 'stop':
        this.#control.stop();
        this.#requests.close();
        return false;
      case 'start':
        if (this.#started) return false;
        this.#started = true;
        await this.#run(request.job);
        return true;
    }
  }

  /** Nobody listens any more: save and end. */
  abandon(): void {
    if (!this.#started) process.exit(0);
    this.#control.stop();
    this.#requests.close();
  }

  async #run(job: WorkerJob): Promise<void> {
    try {
      await this.#send({ type: 'device', device: computeDevice() });
      const { stopped } = await work(job, this.#send, this.#control, this.#requests);
      await this.#send({ type: 'done', stopped });
    } catch (error) {
      const { code, message } = toWireError(error);
      if (code === 'internal') console.error(error);
      await this.#send({ type: 'failed', code, message });
    }
  }
}

async function work(
  job: WorkerJob,
  send: Send,
  control: JobControl,
  requests: ParseRequests,
): Promise<{ readonly stopped: boolean }> {
  switch (job.kind) {
    case 'train':
      return runTrainJob(job, send, control);
    case 'caption':
      return runCaptionJob(job, send, control);
    case 'baseline':
      return runBaselineJob(job, send, control);
    case 'features':
      return runFeaturesJob(job, send, control);
    case 'export':
      return runExportJob(job, send, control);
    case 'parse':
      return runParseJob(job, send, requests);
    case 'describe':
      return { stopped: false };
  }
}
