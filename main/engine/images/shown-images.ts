import type { z } from 'zod';
import type { giveUpImageInput, imageFileInput, imageFileOutput } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import type { ImageFiles } from '../../imagery/image-files.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { ProjectListener } from '../door/engine-context.ts';
import type { EngineEvents } from '../door/engine-events.ts';
import type { OpenProject } from '../project/open-project.ts';
import { locateImage } from './locate-image.ts';

type Input = z.output<typeof imageFileInput>;
type Output = z.output<typeof imageFileOutput>;

/** Files for the image protocol: images of the open project, by id, as a browser can show them. */
export class ShownImages implements ProjectListener {
  readonly #project: OpenProject;
  readonly #files: ImageFiles;
  readonly #events: EngineEvents;
  readonly #asked = new Set<{ readonly ticket: number | undefined; readonly given: AbortController }>();

  constructor(options: { project: OpenProject; files: ImageFiles; events: EngineEvents }) {
    this.#project = options.project;
    this.#files = options.files;
    this.#events = options.events;
  }

  /** Throws `not_found`, `unreadable_file`, and `cancelled` for a request that was given up before its image was made. */
  file({ id, kind, ticket }: Input): Promise<Output> {
    return this.#project.hold(async (store) => {
      const asked = { ticket, given: new AbortController() };
      this.#asked.add(asked);
      try {
        return await this.#file(store, { id, kind }, asked.given.signal);
      } finally {
        this.#asked.delete(asked);
      }
    });
  }

  giveUp({ ticket }: z.output<typeof giveUpImageInput>): void {
    for (const asked of this.#asked) if (asked.ticket === ticket) asked.given.abort();
  }

  projectOpened(): void {}

  /** Closing does not wait for hundreds of images that were scrolled past. */
  async projectClosing(): Promise<void> {
    for (const { given } of this.#asked) given.abort();
  }

  async #file(store: ProjectStore, { id, kind }: Input, signal: AbortSignal): Promise<Output> {
    const image = store.images.get(id);
    if (!image) throw new AppError('not_found', `The project has no image ${id}.`);
    const place = await locateImage(store.directory, image);
    if (image.missing !== (place === null)) {
      const changed = store.images.setMissing([{ id, missing: place === null }]);
      this.#events.emit('imagesChanged', { imageIds: changed });
    }
    const source = { path: place ?? image.absolutePath, sha256: image.sha256 };
    // The thumbnail may be there although the image is gone.
    if (kind === 'thumbnail') return this.#files.thumbnail(source, signal);
    if (place === null) {
      throw new AppError(
        'not_found',
        `${image.absolutePath} is not there. If it was moved, choose the folder that holds the images now.`,
      );
    }
    return this.#files.full(source, signal);
  }
}
