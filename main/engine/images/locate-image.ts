import { access } from 'node:fs/promises';
import { candidatePaths, type StoredPath } from '../../store/image-paths.ts';

/** Returns the present path of an image of the project in `projectDirectory`, or null when it is at none of its known places. */
export async function locateImage(projectDirectory: string, stored: StoredPath): Promise<string | null> {
  for (const place of candidatePaths(projectDirectory, stored)) {
    const isThere = await access(place).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return null;
}
