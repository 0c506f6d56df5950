import { AppError } from '../../errors/app-error.ts';
import type { EngineEvents } from '../door/engine-events.ts';

export type ReportProgress = (stage: string, done: number, total: number) => void;

const progressEveryMs = 100;

/** Long calls that a person can watch and cancel, by the id that the caller chose. */
export class Operations {
  readonly #events: EngineEvents;
  readonly #running = new Map<string, { readonly controller: AbortController; readonly ended: Promise<unknown> }>();

  constructor(events: EngineEvents) {
    this.#events = events;
  }

  /** Runs `work`; throws `cancelled` when it was cancelled, `conflict` when the id is in use. */
  async run<T>(operationId: string, work: (signal: AbortSignal, progress: ReportProgress) => Promise<T>): Promise<T> {
    if (this.#running.has(operationId)) {
      throw new AppError('conflict', `An operation with the id "${operationId}" is already running.`);
    }
    const controller = new AbortController();
    const result = work(controller.signal, this.#reporter(operationId));
    this.#running.set(operationId, { controller, ended: result.catch(() => undefined) });
    try {
      return await result;
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      throw new AppError('cancelled', 'Cancelled. Nothing was changed.', { cause: error });
    } finally {
      this.#running.delete(operationId);
    }
  }

  cancel(operationId: string): void {
    this.#running.get(operationId)?.controller.abort();
  }

  /** Cancels everything and waits until it has ended. */
  async cancelAll(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort();
    await Promise.all(running.map(({ ended }) => ended));
  }

  #reporter(operationId: string): ReportProgress {
    let last = Number.NEGATIVE_INFINITY;
    let lastStage = '';
    return (stage, done, total) => {
      const now = performance.now();
      if (stage === lastStage && done < total && now - last < progressEveryMs) return;
      last = now;
      lastStage = stage;
      this.#events.emit('operation', { operationId, stage, done, total });
    };
  }
}
