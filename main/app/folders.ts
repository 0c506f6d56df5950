import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { app } from 'electron';

/** Bundled model, lexicons and sample project. */
export function resourcesDirectory(): string {
  return app.isPackaged ? path.join(process.resourcesPath, 'nadir') : path.join(app.getAppPath(), 'resources');
}

/** Features of frozen models; may be deleted at any time. */
export function cacheDirectory(): string {
  const caches = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
  return process.env.NADIR_CACHE_DIRECTORY ?? path.join(caches, 'nadir-features');
}

/** The Node 24 that comes with the app, or that `npm start` provides; undefined where Electron itself is new enough. */
export function nodeBinary(): string | undefined {
  const bundled = path.join(process.resourcesPath, 'node', 'bin', 'node');
  return [process.env.NADIR_NODE, bundled].find((file) => file !== undefined && existsSync(file));
}
