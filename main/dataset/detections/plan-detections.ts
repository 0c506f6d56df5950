import type { DetectionReport } from '../../../preload/contract/detections.ts';
import { Findings } from '../findings.ts';
import type { DetectedImage } from './detected-image.ts';

/** An image of the project, as far as detections can name it. */
export interface KnownImage {
  readonly id: number;
  readonly fileName: string;
  readonly sourceId: string | null;
}

export interface DetectionPlan {
  readonly report: Omit<DetectionReport, 'format' | 'file' | 'name'>;
  readonly images: readonly { readonly imageId: number; readonly objects: ReadonlyMap<string, number> }[];
}

/**
 * Which images of the project the results speak of, and how many of what they count there. An image is found by its name with
 * its folder, else by its name, else by its name without ending, ignoring case, provided that one image alone has it; by its id
 * in the dataset only where the results name no file. Boxes below `minScore` are left out; boxes without a score count.
 * `nameOf` gives the object's name for a label: "storage-tanks" → "storage tank".
 */
export function planDetections(
  detected: readonly DetectedImage[],
  known: readonly KnownImage[],
  minScore: number,
  nameOf: (label: string) => string,
): DetectionPlan {
  const find = finder(known);
  const unknown = new Findings();
  const counts = new Map<number, Map<string, number>>();
  let boxes = 0;
  let boxesBelowScore = 0;
  for (const image of detected) {
    const id = find(image);
    if (id === null) {
      unknown.add(image.name === '' ? `image ${image.sourceId}` : image.name);
      continue;
    }
    const objects = counts.get(id) ?? new Map<string, number>();
    counts.set(id, objects);
    for (const { label, score } of image.boxes) {
      if (score !== null && score < minScore) {
        boxesBelowScore++;
        continue;
      }
      boxes++;
      const name = nameOf(label);
      objects.set(name, (objects.get(name) ?? 0) + 1);
    }
  }
  const totals = new Map<string, { count: number; images: number }>();
  for (const objects of counts.values()) {
    for (const [name, count] of objects) {
      const total = totals.get(name) ?? { count: 0, images: 0 };
      totals.set(name, { count: total.count + count, images: total.images + 1 });
    }
  }
  return {
    report: {
      images: counts.size,
      imagesUnknown: unknown.report(),
      boxes,
      boxesBelowScore,
      objects: [...totals].map(([name, total]) => ({ name, ...total })).toSorted((a, b) => b.count - a.count),
    },
    images: [...counts].map(([imageId, objects]) => ({ imageId, objects })),
  };
}

const plain = (name: string): string => name.replaceAll('\\', '/').normalize('NFC').toLowerCase();
const baseOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
const stemOf = (name: string): string => baseOf(name).replace(/\.[^.]{1,5}$/, '');

function finder(known: readonly KnownImage[]): (image: DetectedImage) => number | null {
  /** Key → id, null where several images have it. */
  const indexBy = (keyOf: (name: string) => string): ReadonlyMap<string, number | null> => {
    const ids = new Map<string, number | null>();
    for (const { id, fileName } of known) {
      const key = keyOf(plain(fileName));
      ids.set(key, ids.has(key) ? null : id);
    }
    return ids;
  };
  const whole = indexBy((name) => name);
  const bases = indexBy(baseOf);
  const stems = indexBy(stemOf);
  const bySource = new Map(known.flatMap(({ id, sourceId }) => (sourceId === null ? [] : [[sourceId, id] as const])));
  return ({ name, sourceId }) => {
    if (name === '') return sourceId === null ? null : (bySource.get(sourceId) ?? null);
    const key = plain(name);
    // A name without ending may hold a dot of its own: "scene.v2" is the stem of "scene.v2.png".
    return whole.get(key) ?? bases.get(baseOf(key)) ?? stems.get(baseOf(key)) ?? stems.get(stemOf(key)) ?? null;
  };
}
