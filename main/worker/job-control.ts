import type { Unsequenced } from '../jobs/worker-port.ts';
import type { WorkerEvent } from '../jobs/worker-protocol.ts';
import { StopRequested, type TrainingControl } from '../training/training-port.ts';

/** Sends an event to the parent process; resolves when it has left this one. */
export type Send = (event: Unsequenced<WorkerEvent>) => Promise<void>;

/** Pause, resume and stop, as a job sees them between two steps. */
export class JobControl implements TrainingControl {
  /** Resolves when the pause is over; null while there is none. */
  #paused: { readonly over: Promise<void>; readonly end: () => void } | null = null;
  #stopping = false;

  /** Whether this changed anything. */
  pause(): boolean {
    if (this.#paused || this.#stopping) return false;
    let end = (): void => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#paused = { over, end };
    return true;
  }

  resume(): boolean {
    if (!this.#paused) return false;
    this.#paused.end();
    this.#paused = null;
    return true;
  }

  stop(): void {
    this.#stopping = true;
    this.resume();
  }

  async turn(): Promise<void> {
    // Messages wait for the event loop, which a job of synchronous tensor work never lets run by itself.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#paused) await this.#paused.over;
    if (this.#stopping) throw new StopRequested();
  }
}
