import { realpath } from 'node:fs/promises';
import { concurrently } from '../../dataset/concurrently.ts';
import { ImageFolder } from '../../dataset/image-folder.ts';
import { hashFile } from '../../imagery/inspect-image.ts';
import { storedPath } from '../../store/image-paths.ts';
import type { ImageRow } from '../../store/image-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { locateImage } from '../images/locate-image.ts';
import { fileBytes } from '../settings/folder-bytes.ts';

const lanes = 4;

/**
 * Points images at the files of the same name and content in `directory` or below it, and returns how many. Images whose
 * file is not there stay where they are, and are noted as missing when they are not there either.
 */
export async function relinkImages(store: ProjectStore, directory: string): Promise<number> {
  const folder = await ImageFolder.open(await realpath(directory).catch(() => directory));
  const looked = await concurrently(store.images.all(), lanes, async (image) => {
    const place = await sameImage(folder, image);
    return { image, place, missing: place === null && (await locateImage(store.directory, image)) === null };
  });
  return store.transaction(() => {
    let found = 0;
    for (const { image, place } of looked) {
      if (place === null) continue;
      const stored = storedPath(store.directory, place);
      // Another image of the project may lie there already: two images cannot share a place.
      if (stored.path !== image.path && store.images.hasPath(stored.path)) continue;
      store.images.moveTo(image.id, stored);
      found += 1;
    }
    store.images.setMissing(looked.map(({ image, missing }) => ({ id: image.id, missing })));
    return found;
  });
}

/** The file in the folder that is this image. A namesake with other content is another image. */
async function sameImage(folder: ImageFolder, image: ImageRow): Promise<string | null> {
  const stated = await folder.find(image.fileName);
  const others = (await folder.candidates(image.fileName)).filter((place) => place !== stated);
  for (const place of stated === null ? others : [stated, ...others]) {
    if ((await fileBytes(place)) !== image.bytes) continue;
    if ((await hashFile(place).catch(() => null)) === image.sha256) return place;
  }
  return null;
}
