import { lstatSync, mkdirSync, readlinkSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes `link` point at `target`, replacing what is there in one step. A link that already points there is left alone:
 * a training run may be loading the library through it at this moment.
 */
export function ensureLink(link, target) {
  if (pointsAt(link, target)) return;
  mkdirSync(path.dirname(link), { recursive: true });
  const fresh = `${link}.${process.pid}`;
  symlinkSync(target, fresh);
  renameSync(fresh, link);
}

function pointsAt(link, target) {
  try {
    return lstatSync(link).isSymbolicLink() && readlinkSync(link) === target;
  } catch {
    return false;
  }
}
