import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CaptionRow } from '../../main/store/caption-repository.ts';
import type { NewImage } from '../../main/store/image-repository.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import type { ImageQuery } from '../../preload/contract/images.ts';
import type { JobKindId } from '../../preload/contract/jobs.ts';

export const temporaryDirectory = (): string => mkdtempSync(path.join(tmpdir(), 'nadir-store-'));
export const temporaryFile = (name = 'coast.nadir'): string => path.join(temporaryDirectory(), name);

export const imageOf = (fileName: string, more: Partial<NewImage> = {}): NewImage => ({
  path: `images/${fileName}`,
  absolutePath: `/elsewhere/images/${fileName}`,
  fileName,
  bytes: 1000,
  sha256: fileName.padEnd(64, '0'),
  width: 256,
  height: 256,
  class: null,
  split: 'train',
  sourceId: null,
  ...more,
});

/** Adds an image with these captions, as an import does, and returns its id. */
export function addImage(
  store: ProjectStore,
  fileName: string,
  captions: readonly string[],
  more: Partial<NewImage> = {},
): number {
  return store.transaction(() => {
    const imageId = store.images.insert(imageOf(fileName, more));
    for (const [position, text] of captions.entries()) {
      const id = store.captions.nextId();
      store.captions.insert({ id, imageId, position, text, status: 'draft', editedAt: null });
    }
    store.captions.refresh([imageId]);
    return imageId;
  });
}

/** Adds a queued job that works for nothing in particular. */
export function addJob(store: ProjectStore, id: string, kind: JobKindId, input: unknown = {}): void {
  const subject = { run: null, model: null, split: null };
  store.jobs.insert({ id, kind, title: id, subject, input, createdAt: '2026-01-02T03:04:05.000Z' });
}

/** Rewrites one caption through the edit log, as the engine does. */
export function rewrite(store: ProjectStore, id: number, change: Partial<CaptionRow>, label = 'Edit caption'): void {
  const before = store.captions.row(id)!;
  const at = '2026-01-02T03:04:05.000Z';
  store.edits.apply({ label, author: 'ana', at }, [{ before, after: { ...before, ...change, editedAt: at } }]);
}

/** Closes the project and opens it again, as a restart does. */
export function reopen(store: ProjectStore): ProjectStore {
  store.close();
  return ProjectStore.open(store.file);
}

export const everyImage: ImageQuery = {
  text: '',
  classes: [],
  splits: [],
  statuses: [],
  sort: 'imported',
  descending: false,
};
