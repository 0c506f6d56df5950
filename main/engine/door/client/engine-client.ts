import type { Events } from '../../../../preload/contract/table.ts';
import { AppError } from '../../../errors/app-error.ts';
import { fromWireError } from '../../../errors/wire-error.ts';
import type { EngineMessage, EngineRequest } from './messages.ts';

/** An engine process as its client sees it, whatever carries the messages. */
export interface EnginePort {
  post(request: EngineRequest): void;
  onMessage(listener: (message: EngineMessage) => void): void;
  onExit(listener: (how: string) => void): void;
  kill(): void;
}

interface Waiting {
  resolve(output: unknown): void;
  reject(error: AppError): void;
}

/**
 * Calls an engine over a port. When the engine's process ends, calls that wait are rejected with a sentence saying
 * so, and so are later ones.
 */
export class EngineClient {
  readonly ready: Promise<void>;
  readonly #port: EnginePort;
  readonly #waiting = new Map<number, Waiting>();
  readonly #eventListeners = new Set<(name: keyof Events, payload: unknown) => void>();
  #lastId = 0;
  #gone: AppError | undefined;

  constructor(port: EnginePort) {
    this.#port = port;
    let markReady: () => void;
    let markFailed: (error: AppError) => void;
    this.ready = new Promise<void>((resolve, reject) => {
      markReady = resolve;
      markFailed = reject;
    });
    // Nobody need be waiting for readiness when the process ends.
    this.ready.catch(() => undefined);
    port.onMessage((message) => {
      if (message.kind === 'ready') markReady();
      else if (message.kind === 'event')
        for (const listener of this.#eventListeners) listener(message.name, message.payload);
      else this.#settle(message);
    });
    port.onExit((how) => {
      this.#gone = new AppError('internal', `Nadir's engine ended (${how}). Saved work is safe in the project.`);
      markFailed(this.#gone);
      for (const waiting of this.#waiting.values()) waiting.reject(this.#gone);
      this.#waiting.clear();
    });
  }

  call(method: string, input: unknown): Promise<unknown> {
    if (this.#gone) return Promise.reject(this.#gone);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#port.post({ id, method, input });
    });
  }

  onEvent(listener: (name: keyof Events, payload: unknown) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  kill(): void {
    this.#port.kill();
  }

  #settle(message: Extract<EngineMessage, { kind: 'result' | 'error' }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'result') waiting?.resolve(message.output);
    else waiting?.reject(fromWireError(message.error));
  }
}
