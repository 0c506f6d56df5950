import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where downloads live: outside the checkout, so that a second install takes seconds. */
export function cacheRoot(env = process.env) {
  return env.NADIR_CACHE ?? path.join(env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'nadir');
}

export function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Throws a sentence naming the file when its checksum differs from the pinned one. */
export function verify(file, expected) {
  const actual = sha256(file);
  if (actual !== expected) {
    throw new Error(
      `${path.basename(file)} has checksum ${actual}, expected ${expected}. Delete the cache folder and try again.`,
    );
  }
}

/**
 * Returns the cached folder `name`, building it once. `build(folder)` fills a folder beside the final one, which is
 * renamed into place when complete: a killed or failed build leaves nothing that looks finished.
 */
export function cached(root, name, build) {
  const target = path.join(root, name);
  if (existsSync(target)) return target;
  mkdirSync(root, { recursive: true });
  const partial = mkdtempSync(path.join(root, `.partial-`));
  try {
    build(partial);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
  return target;
}

/** Runs a program quietly; on failure the message holds what it was for and the end of what it printed. */
export function run(purpose, command, args, cwd) {
  try {
    execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const said = String(error.stderr ?? error.message)
      .trim()
      .split('\n')
      .slice(-4)
      .join('\n');
    throw new Error(`${purpose} failed: ${said}`);
  }
}
