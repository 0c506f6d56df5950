import { imageQuerySchema } from '../../../preload/contract/images.ts';
import { candidatePaths } from '../../store/image-paths.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { ProjectListener } from '../door/engine-context.ts';
import { FolderListings } from './folder-listings.ts';

/** Images looked for between two moments in which other requests get their turn; also the size of one transaction. */
const batch = 1_000;
/** Opening waits this long for the search: most projects are then complete at once, and a slow disk holds nobody up. */
const patienceMs = 300;

/** Notes which images are no longer where they were, each time a project is opened. */
export class MissingImages implements ProjectListener {
  readonly #announce: () => void;
  #search: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(announce: () => void) {
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
    const ids = store.images.list(everyImage);
    const folders = new FolderListings();
    let changed = 0;
    for (let start = 0; start < ids.length; start += batch) {
      const states: { id: number; missing: boolean }[] = [];
      for (const id of ids.slice(start, start + batch)) {
        const image = store.images.get(id);
        if (image) states.push({ id, missing: !(await isAtAny(candidatePaths(store.directory, image), folders)) });
      }
      signal.throwIfAborted();
      changed += store.images.setMissing(states).length;
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
    // Not image by image: a disk that is not plugged in is all of them at once, and the new figures say that it happened.
    if (changed > 0) this.#announce();
  }
}

const everyImage = imageQuerySchema.parse({});

async function isAtAny(places: readonly string[], folders: FolderListings): Promise<boolean> {
  for (const place of places) if (await folders.has(place)) return true;
  return false;
}
