import type { WorkerRequest } from '../jobs/worker-protocol.ts';

export type ParseRequest = Extract<WorkerRequest, { type: 'parse' }>;

/** Requests of a parser that stays, in the order in which they came. */
export class ParseRequests {
  readonly #waiting: ParseRequest[] = [];
  #wake: (() => void) | null = null;
  #closed = false;

  add(request: ParseRequest): void {
    this.#waiting.push(request);
    this.#wake?.();
  }

  /** No more will come. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** The next request; null once it was closed, also when some still wait: nobody listens any more. */
  async next(): Promise<ParseRequest | null> {
    while (!this.#closed) {
      const request = this.#waiting.shift();
      if (request) return request;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    return null;
  }
}
