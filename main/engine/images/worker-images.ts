import { existsSync } from 'node:fs';
import { AppError } from '../../errors/app-error.ts';
import type { WorkerImage } from '../../jobs/worker-protocol.ts';
import { candidatePaths } from '../../store/image-paths.ts';
import type { ProjectStore } from '../../store/project-store.ts';

/** Images looked for on disk before other requests get their turn. */
const batch = 500;

/** The images of a split as a worker sees them. */
export interface WorkerImages {
  readonly found: readonly WorkerImage[];
  /** Places where an image should be and is not, since the project was opened. */
  readonly lost: readonly string[];
}

/** Finds every image of a split (null: of the project) on disk, with its captions. Those already known to be missing are left out. */
export async function workerImages(store: ProjectStore, split: string | null): Promise<WorkerImages> {
  const captions = store.captions.textsByImage(split);
  const detected = store.detections.byImage();
  const found: WorkerImage[] = [];
  const lost: string[] = [];
  for (const [index, image] of store.images.all(split).entries()) {
    if (index % batch === batch - 1) await new Promise((resolve) => setImmediate(resolve));
    if (image.missing) continue;
    const places = candidatePaths(store.directory, image);
    const place = places.find((candidate) => existsSync(candidate));
    if (place === undefined) lost.push(places[0]!);
    else {
      const { id, split: own, class: className } = image;
      const counted = detected.get(id);
      found.push({
        id,
        path: place,
        split: own,
        class: className,
        captions: captions.get(id) ?? [],
        ...(counted ? { detected: counted } : {}),
      });
    }
  }
  return { found, lost };
}

/** The same, where every image is needed. Throws `unreadable_file` naming the first that is not there. */
export async function allWorkerImages(store: ProjectStore, split: string): Promise<readonly WorkerImage[]> {
  const { found, lost } = await workerImages(store, split);
  if (lost.length === 0) return found;
  const which = lost.length === 1 ? `${lost[0]} is` : `${lost[0]} and ${lost.length - 1} more images of "${split}" are`;
  throw new AppError(
    'unreadable_file',
    `${which} not there any more. Bring the files back, or point the project at their folder (relink).`,
  );
}
