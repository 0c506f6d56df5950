import { concurrently } from '../dataset/concurrently.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { ProjectListener } from './engine-context.ts';
import type { EngineEvents } from './engine-events.ts';
import { locateImage } from './locate-image.ts';

/** Images looked for between two moments in which other requests get their turn; also the size of one transaction. */
const batch = 2_000;
const lanes = 16;
/** Opening waits this long for the search: most projects are then complete at once, and a slow disk holds nobody up. */
const patienceMs = 300;

/** Notes which images are no longer where they were, each time a project is opened. */
export class MissingImages implements ProjectListener {
  readonly #events: EngineEvents;
  readonly #announce: () => void;
  #search: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(events: EngineEvents, announce: () => void) {
    this.#events = events;
    this.#announce = announce;
  }

  projectOpened(store: ProjectStore): Promise<void> {
    const controller = new AbortController();
    const ended = this.#searchAll(store, controller.signal).catch((error) => {
      if (!controller.signal.aborted) console.error('Looking for missing images failed', error);
    });
    this.#search = { controller, ended };
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    return Promise.race([ended, patience]).finally(() => clearTimeout(timer));
  }

  async projectClosing(): Promise<void> {
    this.#search?.controller.abort();
    await this.#search?.ended;
  }

  async #searchAll(store: ProjectStore, signal: AbortSignal): Promise<void> {
    const images = store.images.all();
    const changed: number[] = [];
    for (let start = 0; start < images.length; start += batch) {
      const states = await concurrently(
        images.slice(start, start + batch),
        lanes,
        async (image) => ({ id: image.id, missing: (await locateImage(store.directory, image)) === null }),
        signal,
      );
      signal.throwIfAborted();
      changed.push(...store.images.setMissing(states));
    }
    if (changed.length === 0) return;
    this.#events.emit('imagesChanged', { imageIds: changed });
    this.#announce();
  }
}
