import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { ImportFormat } from '../../../preload/contract/project.ts';
import { readCaptionFile } from '../../dataset/formats.ts';
import { type ImportPlan, planImport } from '../../dataset/plan-import.ts';
import { AppError } from '../../errors/app-error.ts';
import type { ReportProgress } from '../../jobs/job-kind.ts';
import { storedPath } from '../../store/image-paths.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { ImageInspector } from './image-inspector.ts';

export interface ImportRequest {
  readonly format: ImportFormat;
  readonly captionsFile: string;
  readonly imagesDirectory: string;
}

/** Works out what an import would do; writes nothing. Throws AppErrors that name the file, `AbortError` when cancelled. */
export async function planFor(
  store: ProjectStore,
  request: ImportRequest,
  inspector: ImageInspector,
  watch: { readonly signal?: AbortSignal; readonly progress?: ReportProgress } = {},
): Promise<ImportPlan> {
  const { signal, progress = () => undefined } = watch;
  progress('Reading captions', 0, 1);
  const source = await readCaptionFile(request.format, path.resolve(request.captionsFile));
  signal?.throwIfAborted();
  // One name for one folder, whatever links lead to it: an image that is already in the project is known by its path.
  const imagesDirectory = await realpath(request.imagesDirectory).catch(() => request.imagesDirectory);
  const plan = await planImport(source, {
    captionsFile: request.captionsFile,
    imagesDirectory,
    isPresent: (file) => store.images.hasPath(storedPath(store.directory, file).path),
    inspect: (file) => inspector.inspect(file),
    onProgress: (done, total) => progress('Reading images', done, total),
    ...(signal ? { signal } : {}),
  });
  signal?.throwIfAborted();
  return plan;
}

/** Throws when the caption file and the image folder have nothing to do with each other, or there is nothing to import. */
export function refuseEmpty({ report }: ImportPlan): void {
  const file = path.basename(report.captionsFile);
  if (report.imagesListed === 0) throw new AppError('bad_input', `${file} lists no images: nothing was imported.`);
  if (report.imagesFound > 0) return;
  const { imagesMissing: missing, imagesUnreadable: unreadable, foldersUnreadable: folders } = report;
  const closed = folders.count > 0 ? `; ${folders.examples[0]} could not be looked into` : '';
  const why =
    missing.count > 0
      ? `none of its ${missing.count} images (${missing.examples[0]}, …) is in ${report.imagesDirectory}`
      : `none of its ${unreadable.count} images (${unreadable.examples[0]}, …) can be read as an image`;
  throw new AppError('not_found', `Nothing was imported from ${file}: ${why}${closed}.`);
}

/** Writes what was planned: all of it or, when anything fails, nothing. Returns how many images and captions are new. */
export function writePlan(
  store: ProjectStore,
  plan: ImportPlan,
): { readonly images: number; readonly captions: number } {
  return store.transaction(() => {
    const imageIds: number[] = [];
    const firstCaption = store.captions.nextId();
    let captionId = firstCaption;
    for (const image of plan.images) {
      const imageId = store.images.insert({ ...image, ...storedPath(store.directory, image.absolutePath) });
      imageIds.push(imageId);
      for (const [position, text] of image.captions.entries()) {
        store.captions.insert({ id: captionId++, imageId, position, text, status: 'draft', editedAt: null });
      }
    }
    store.captions.refresh(imageIds);
    return { images: imageIds.length, captions: captionId - firstCaption };
  });
}
