import { toWireError } from '../errors/wire-error.ts';
import type { PredictionRepository } from '../store/prediction-repository.ts';
import { throttled } from './throttle.ts';
import { exitSentence, type JobEnding, type RunningJob, startJob } from './worker-job.ts';
import type { WorkerStarter } from './worker-port.ts';
import type { WorkerEvent, WorkerJob } from './worker-protocol.ts';

export interface CaptionQueueOptions {
  readonly predictions: PredictionRepository;
  readonly startWorker: WorkerStarter;
  /** Called when a set has more captions or another state. */
  readonly changed: (setId: number) => void;
}

interface Waiting {
  readonly setId: number;
  readonly job: Extract<WorkerJob, { kind: 'caption' | 'baseline' }>;
}

/** Images that the vision tower has looked at. */
export interface Preparation {
  readonly done: number;
  readonly total: number;
}

const tellEveryMs = 200;
const closedReason = 'Nadir was closed before all images were captioned.';

/** Captioning jobs, one at a time and in order. They run beside a training: they are short, and people wait for them. */
export class CaptionQueue {
  readonly #options: CaptionQueueOptions;
  readonly #waiting: Waiting[] = [];
  /** Sets that end because they were asked to. */
  readonly #cancelled = new Set<number>();
  #current: { readonly setId: number; readonly running: RunningJob; readonly ended: Promise<void> } | undefined;
  #preparing: Preparation | null = null;
  #closed = false;

  constructor(options: CaptionQueueOptions) {
    this.#options = options;
  }

  /** Marks the sets that were being made when Nadir last ended as failed. */
  recover(): void {
    const { predictions } = this.#options;
    for (const { id, state } of predictions.list()) {
      if (state === 'running') predictions.setState(id, 'failed', closedReason);
    }
  }

  add(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#startNext();
  }

  has(setId: number): boolean {
    return this.#current?.setId === setId || this.#waiting.some((waiting) => waiting.setId === setId);
  }

  /** How far a set is before its first caption; null when it waits, writes captions or is over. */
  preparing(setId: number): Preparation | null {
    return this.#current?.setId === setId ? this.#preparing : null;
  }

  /** Resolves when the job is gone, waiting or running; its set is removed. Unknown ones are ignored: it may just have ended. */
  async cancel(setId: number): Promise<void> {
    const place = this.#waiting.findIndex((waiting) => waiting.setId === setId);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
      this.#options.predictions.remove(setId);
    } else if (this.#current?.setId === setId) {
      this.#cancelled.add(setId);
      this.#current.running.port.kill();
      await this.#current.ended;
    }
  }

  /** Ends everything. Resolves when every process is gone or has said its last word. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { setId } of this.#waiting.splice(0)) this.#setState(setId, 'failed', closedReason);
    this.#current?.running.port.kill();
    await this.#current?.ended;
  }

  #startNext(): void {
    if (this.#closed || this.#current !== undefined) return;
    const next = this.#waiting.shift();
    if (!next) return;
    const { predictions, startWorker, changed } = this.#options;
    const { setId, job } = next;
    let failure: unknown;
    let writing = false;
    this.#preparing = null;
    const tell = throttled(tellEveryMs, () => {
      if (this.#current?.setId === setId) changed(setId);
    });
    const running = startJob(startWorker, job, (event: WorkerEvent) => {
      if (event.type === 'progress' && !writing) {
        this.#preparing = { done: event.done, total: event.total };
        tell.call();
      }
      if (event.type !== 'captions' || failure !== undefined) return;
      writing = true;
      this.#preparing = null;
      try {
        predictions.add(setId, event.captions);
        tell.call();
      } catch (error) {
        failure = error;
        running.port.kill();
      }
    });
    const ended = running.ended.then((ending) => {
      this.#current = undefined;
      this.#finish(next, ending, failure);
      this.#startNext();
    });
    this.#current = { setId, running, ended };
  }

  #finish({ setId, job }: Waiting, ending: JobEnding, failure: unknown): void {
    if (this.#cancelled.delete(setId)) {
      this.#options.predictions.remove(setId);
      return;
    }
    const reason = this.#reason(setId, job, ending, failure);
    this.#setState(setId, reason === null ? 'finished' : 'failed', reason);
  }

  /** Why the set is not what was asked for; null when it is. */
  #reason(setId: number, job: Waiting['job'], ending: JobEnding, failure: unknown): string | null {
    if (failure !== undefined) return `The captions could not be stored: ${toWireError(failure).message}`;
    if (this.#closed && ending.kind !== 'done') return closedReason;
    if (ending.kind === 'failed') return ending.message;
    if (ending.kind === 'exited') return exitSentence('captioning process', ending);
    const { done, total } = this.#options.predictions.get(setId) ?? { done: 0, total: job.images.length };
    if (ending.stopped) return `Captioning was stopped after ${done} of ${total} images.`;
    if (job.kind === 'caption' && done < total) return `The model captioned only ${done} of ${total} images.`;
    if (done === 0)
      return 'This baseline has no caption for any image: it needs train images with captions and classes.';
    return null;
  }

  #setState(setId: number, state: 'finished' | 'failed', reason: string | null): void {
    try {
      this.#options.predictions.setState(setId, state, reason);
    } catch {
      // A full disk: the set stays `running` on disk and is found interrupted when the project is next opened.
      return;
    }
    this.#options.changed(setId);
  }
}
