import { AppError } from '../../errors/app-error.ts';
import { exitSentence, type RunningJob, startJob } from '../../jobs/worker-job.ts';
import type { WorkerStarter } from '../../jobs/worker-port.ts';
import type { Device } from '../../jobs/worker-protocol.ts';

/** Finds out which device and library tensors run on. Only a worker knows, because only workers load the library. */
export class DeviceQuestion {
  readonly #startWorker: WorkerStarter;
  #answer: Promise<Device> | undefined;
  #job: RunningJob | undefined;

  constructor(startWorker: WorkerStarter) {
    this.#startWorker = startWorker;
  }

  /** Asked once a process: the answer cannot change while it runs. A failure is not kept, so asking again tries again. */
  ask(): Promise<Device> {
    this.#answer ??= this.#ask().catch((error) => {
      this.#answer = undefined;
      throw error;
    });
    return this.#answer;
  }

  /** Ends the worker that is being asked, if any. */
  close(): void {
    this.#job?.port.kill();
  }

  async #ask(): Promise<Device> {
    let device: Device | undefined;
    this.#job = startJob(this.#startWorker, { kind: 'describe' }, (event) => {
      if (event.type === 'device') device = event.device;
    });
    const ending = await this.#job.ended;
    this.#job = undefined;
    if (device) return device;
    if (ending.kind === 'failed') throw new AppError('internal', ending.message);
    const why =
      ending.kind === 'exited'
        ? exitSentence('process that was asked', ending)
        : 'The process that was asked told none.';
    throw new AppError('internal', `Which device computes could not be found out. ${why}`);
  }
}
