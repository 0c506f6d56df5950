import { realpathSync } from 'node:fs';
import { AppError } from '../../errors/app-error.ts';
import { ProjectStore } from '../../store/project-store.ts';
import type { Recents } from '../../store/recents.ts';
import type { ProjectListener } from '../door/engine-context.ts';
import type { EngineEvents } from '../door/engine-events.ts';
import { HeldWork } from './held-work.ts';
import { projectInfo } from './project-info.ts';

/** The one project that is open, or none. Opening, creating and closing happen one after the other. */
export class OpenProject {
  readonly #events: EngineEvents;
  readonly #recents: Recents;
  readonly #listeners: ProjectListener[] = [];
  readonly #held = new HeldWork();
  #store: ProjectStore | null = null;
  #isLeaving = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: { events: EngineEvents; recents: Recents }) {
    this.#events = options.events;
    this.#recents = options.recents;
  }

  /** Tells `listener` of projects that are opened from now on. */
  listen(listener: ProjectListener): void {
    this.#listeners.push(listener);
  }

  /** Throws `no_project` when none is open. */
  get store(): ProjectStore {
    const store = this.storeOrNull;
    if (store === null) throw new AppError('no_project', 'No project is open. Open or create one first.');
    return store;
  }

  /** Null also while the project is being closed: nothing new may start on it then. */
  get storeOrNull(): ProjectStore | null {
    return this.#isLeaving ? null : this.#store;
  }

  /** The project until the moment it is closed, for what ends with it. */
  get storeUntilClosed(): ProjectStore | null {
    return this.#store;
  }

  /** Runs `work` on the open project, which stays open until it has ended. For work that waits between its steps. */
  async hold<T>(work: (store: ProjectStore) => Promise<T>): Promise<T> {
    const { store } = this;
    return this.#held.run(() => work(store));
  }

  /** Opens the project in `file`. The one that was open stays open when that fails. */
  open(file: string): Promise<ProjectStore> {
    return this.#inTurn(() =>
      this.#store?.file === realPath(file) ? this.#store : this.#enter(() => ProjectStore.open(file)),
    );
  }

  create(file: string, options: { sample?: boolean } = {}): Promise<ProjectStore> {
    return this.#inTurn(() => this.#enter(() => ProjectStore.create(file, options)));
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#store === null) return;
      await this.#leave();
      this.#events.emit('project', null);
    });
  }

  /** Tells the window what the project holds now. */
  announce(): void {
    const store = this.storeOrNull;
    if (store) this.#events.emit('project', projectInfo(store));
  }

  async #enter(make: () => ProjectStore): Promise<ProjectStore> {
    const store = make();
    if (this.#store !== null) await this.#leave();
    this.#store = store;
    try {
      for (const listener of this.#listeners) await listener.projectOpened(store);
    } catch (error) {
      await this.#leave();
      throw error;
    }
    // A list that cannot be written (a full disk, a read-only home) must not keep anybody from their project.
    await this.#recents
      .add(store.file, store.name)
      .catch((error) => console.error('Recent projects not saved:', error));
    this.announce();
    return store;
  }

  async #leave(): Promise<void> {
    this.#isLeaving = true;
    try {
      for (const listener of this.#listeners.toReversed()) await listener.projectClosing();
      await this.#held.ended();
    } finally {
      this.#store?.close();
      this.#store = null;
      this.#isLeaving = false;
    }
  }

  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

function realPath(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    // Opening it says what is wrong.
    return null;
  }
}
