import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../../checkpoint/atomic-write.ts';
import { findWeights } from '../../checkpoint/open-weights.ts';
import { baseName, type ModelPlace, wholePlace } from '../model-place.ts';
import { tinyDarknetConfig } from '../tiny-darknet/config.ts';

/** Below a tower's folder of the cache: an empty file for each model that was seen to have this tower. */
const marks = 'models';
/** nadir-mini's tower, which is the same in every one of them. */
export const nadirMiniTower = tinyDarknetConfig.id;
/** Published towers, each named by its weights and settings. */
const isNamedByContent = (towerId: string): boolean => towerId.startsWith('vit-');

/**
 * Stands for the files that decide a model's vision tower: config.json by what it says, weights by their sizes and times,
 * because the tower's own name is worked out from all of them, which takes reading them. What a run trained is left out: it
 * never changes the tower.
 */
function stampOf(place: ModelPlace): string {
  const { directory, weights = directory, fineTuned = [] } = wholePlace(place);
  const others = fineTuned.filter((file) => !existsSync(path.join(path.dirname(file), baseName)));
  const hash = createHash('sha256').update(readFileSync(path.join(directory, 'config.json')));
  for (const file of [weights, ...others].map(findWeights)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Notes in the cache that the model at `place` has this tower. Throws what writing the cache throws. */
export function markTower(cacheDirectory: string, place: ModelPlace, towerId: string): void {
  if (!isNamedByContent(towerId)) return;
  const file = path.join(cacheDirectory, towerId, marks, stampOf(place));
  if (!existsSync(file)) writeFileAtomically(file, []);
}

/** The tower that the model at `place` was seen to have; null for a model that was not used with this cache yet. */
export function markedTower(cacheDirectory: string, place: ModelPlace): string | null {
  const stamp = stampOf(place);
  const names = existsSync(cacheDirectory) ? readdirSync(cacheDirectory) : [];
  return (
    names.find((name) => isNamedByContent(name) && existsSync(path.join(cacheDirectory, name, marks, stamp))) ?? null
  );
}
