import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Images whose features are wanted in so many views. */
export interface WantedViews {
  readonly images: readonly { readonly sha256: string }[];
  readonly views: number;
}

/**
 * Views whose features are not in the cache yet, of the tower that has the name; all of them where it is null. Its files are
 * `<tower>/…/<sha256>.<views>.f16`.
 */
export async function uncachedViews(
  cacheDirectory: string,
  tower: string | null,
  wanted: readonly WantedViews[],
): Promise<number> {
  const names =
    tower === null ? [] : await readdir(path.join(cacheDirectory, tower), { recursive: true }).catch(() => []);
  const cached = new Map<string, number>();
  for (const name of names) {
    const [, sha, views] = /([0-9a-f]{64})\.([128])\.f16$/.exec(name) ?? [];
    if (sha) cached.set(sha, Math.max(Number(views), cached.get(sha) ?? 0));
  }
  return wanted.reduce(
    (sum, { images, views }) => sum + images.filter(({ sha256 }) => (cached.get(sha256) ?? 0) < views).length * views,
    0,
  );
}
