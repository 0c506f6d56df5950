import type { z } from 'zod';
import type { imageFileInput, imageFileOutput } from '../../preload/contract/table.ts';
import { AppError } from '../errors/app-error.ts';
import type { ImageFiles } from '../imagery/image-files.ts';
import type { EngineEvents } from './engine-events.ts';
import { locateImage } from './locate-image.ts';
import type { OpenProject } from './open-project.ts';

/** Files for the image protocol: an image of the open project, by id, as a browser can show it. */
export function imageFileOf(options: {
  readonly project: OpenProject;
  readonly files: ImageFiles;
  readonly events: EngineEvents;
}): (input: z.output<typeof imageFileInput>) => Promise<z.output<typeof imageFileOutput>> {
  const { project, files, events } = options;
  return ({ id, kind }) =>
    project.hold(async (store) => {
      const image = store.images.get(id);
      if (!image) throw new AppError('not_found', `The project has no image ${id}.`);
      const place = await locateImage(store.directory, image);
      if (image.missing !== (place === null)) {
        const changed = store.images.setMissing([{ id, missing: place === null }]);
        events.emit('imagesChanged', { imageIds: changed });
      }
      // The thumbnail may be there although the image is gone.
      if (kind === 'thumbnail') return files.thumbnail({ path: place ?? image.absolutePath, sha256: image.sha256 });
      if (place === null) {
        throw new AppError(
          'not_found',
          `${image.absolutePath} is not there. If it was moved, choose the folder that holds the images now.`,
        );
      }
      return files.full({ path: place, sha256: image.sha256 });
    });
}
