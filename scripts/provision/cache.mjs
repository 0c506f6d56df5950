import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const abandonedAfterMs = 24 * 3_600_000;

/** The folder of downloads: outside the checkout, so that a second install takes seconds. */
export function cacheRoot(env = process.env) {
  return env.NADIR_CACHE ?? path.join(env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'nadir');
}

export async function sha256(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** Throws a sentence naming the file when its checksum differs from the pinned one. */
export async function verify(file, expected) {
  const actual = await sha256(file);
  if (actual !== expected) {
    throw new Error(
      `${path.basename(file)} has checksum ${actual}, expected ${expected}: it was damaged on the way, or it is another file. Try again.`,
    );
  }
}

/**
 * Returns the cached folder `name`, building it once. `build(folder)` fills a folder beside the final one, which is
 * renamed into place when complete: a killed or failed build leaves nothing that looks finished, and of two processes
 * that build at the same time the first one wins.
 */
export async function cached(root, name, build) {
  const target = path.join(root, name);
  if (existsSync(target)) return target;
  mkdirSync(root, { recursive: true });
  removeAbandoned(root);
  const partial = mkdtempSync(path.join(root, '.partial-'));
  try {
    await build(partial);
    if (!existsSync(target)) renameSync(partial, target);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

/** A killed build cannot clean up after itself; the next one does, a day later, when nobody can still be filling it. */
function removeAbandoned(root) {
  for (const name of readdirSync(root)) {
    const folder = path.join(root, name);
    if (name.startsWith('.partial-') && Date.now() - statSync(folder).mtimeMs > abandonedAfterMs) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
