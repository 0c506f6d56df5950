import type { Events } from '../../../preload/contract/table.ts';

export type EventListener = <K extends keyof Events>(event: K, payload: Events[K]) => void;

/** Hands events to whoever listens. */
export class EngineEvents {
  readonly #listeners = new Set<EventListener>();

  on(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readonly emit: EventListener = (event, payload) => {
    for (const listener of this.#listeners) listener(event, payload);
  };
}
