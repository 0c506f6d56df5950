import type { Unsequenced, WorkerPort } from '../../main/jobs/worker-port.ts';
import type { WorkerEvent, WorkerJob, WorkerRequest } from '../../main/jobs/worker-protocol.ts';

type Exit = { readonly code: number | null; readonly signal: string | null };

/** A worker process played by a test: it does what the test says. Killed, it is gone at once by SIGTERM. */
export class PlayedWorker implements WorkerPort {
  readonly requests: Unsequenced<WorkerRequest>[] = [];
  readonly #events: ((event: WorkerEvent) => void)[] = [];
  readonly #exits: ((exit: Exit) => void)[] = [];
  #sequence = 0;
  #gone = false;
  /** Called with each request, for workers that answer by themselves. */
  onRequest: (request: Unsequenced<WorkerRequest>) => void = () => undefined;

  get job(): WorkerJob {
    const [start] = this.requests;
    if (start?.type !== 'start') throw new Error('The first request is not a start.');
    return start.job;
  }

  send(request: Unsequenced<WorkerRequest>): void {
    this.requests.push(request);
    queueMicrotask(() => this.onRequest(request));
  }

  onEvent(listener: (event: WorkerEvent) => void): void {
    this.#events.push(listener);
  }

  onExit(listener: (exit: Exit) => void): void {
    this.#exits.push(listener);
  }

  kill(): void {
    this.exit({ code: null, signal: 'SIGTERM' });
  }

  say(event: Unsequenced<WorkerEvent>): void {
    this.#sequence += 1;
    for (const listener of this.#events) listener({ ...event, sequence: this.#sequence } as WorkerEvent);
  }

  exit(exit: Exit): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const listener of this.#exits) listener(exit);
  }

  /** The last word of a job and the end of its process. */
  done(stopped = false): void {
    this.say({ type: 'done', stopped });
    this.exit({ code: 0, signal: null });
  }

  point(step: number, values: Record<string, number> = { loss: 1 / step }): void {
    this.say({ type: 'points', points: [{ phase: 'cross-entropy', step, epoch: step / 10, values }] });
  }

  checkpoint(name: string, epoch: number, directory: string, cider = 1): void {
    const metrics = { cider };
    this.say({
      type: 'checkpoint',
      checkpoint: { name, phase: 'cross-entropy', epoch, step: epoch * 10, directory, metrics, best: true },
    });
  }
}

/** Workers in the order in which they were started; `prepare` sees each before its first request. */
export function playedWorkers(prepare: (worker: PlayedWorker) => void = () => undefined) {
  const started: PlayedWorker[] = [];
  const startWorker = (): PlayedWorker => {
    const worker = new PlayedWorker();
    prepare(worker);
    started.push(worker);
    return worker;
  };
  return { started, startWorker };
}
