import path from 'node:path';
import { run } from '../provision/command.mjs';
import { working } from '../provision/progress.mjs';
import { forgetBuild, isBuilt, markBuilt, sourceStamp } from './build-stamp.mjs';

/** The environment of tools that need Node 24: it comes first in the PATH, for the programs they start too. */
export function toolEnvironment(node, env = process.env) {
  return { ...env, NO_COLOR: '1', PATH: `${path.dirname(node)}:${env.PATH ?? ''}` };
}

export const electronVite = 'node_modules/electron-vite/bin/electron-vite.js';

/** Builds `out/` when its sources have changed since it was last built. Returns whether it built. */
export async function buildIfNeeded(checkout, node) {
  const stamp = sourceStamp(checkout);
  if (isBuilt(checkout, stamp)) return false;
  forgetBuild(checkout);
  await working('building', {}, () =>
    run('The build', node, [electronVite, 'build', '--logLevel', 'warn'], {
      cwd: checkout,
      env: toolEnvironment(node),
    }),
  );
  markBuilt(checkout, stamp);
  return true;
}
