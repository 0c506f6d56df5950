import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from './cache.mjs';
import { provisionElectron } from './electron.mjs';
import { ensureSystemPackages } from './libraries.mjs';
import { provisionNode } from './node24.mjs';
import { provisionTensorFlow } from './tensorflow.mjs';

export const checkout = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Provisions the engine and the command line. Returns the path of Node 24, with libtensorflow in place. */
export async function provisionEngine() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`Nadir is provisioned on linux-x64 so far; this machine is ${process.platform}-${process.arch}.`);
  }
  const node = await provisionNode(cacheRoot(), checkout);
  await provisionTensorFlow(cacheRoot(), checkout, node);
  return node;
}

/** True where no window could be shown: then Xvfb is needed. */
export function lacksDisplay(env = process.env) {
  return !env.DISPLAY && !env.WAYLAND_DISPLAY;
}

/** Provisions the window too. Returns `{node, electron: {dist, executable, version, source}}`. */
export async function provisionApp() {
  const node = await provisionEngine();
  const electron = await provisionElectron(cacheRoot(), checkout, node);
  await ensureSystemPackages(electron.executable, lacksDisplay());
  return { node, electron };
}

/** Runs `work`; on failure prints one sentence and ends with code 1. */
export async function orExplain(work) {
  try {
    return await work();
  } catch (error) {
    console.error(`Nadir: ${error.message}`);
    process.exit(1);
  }
}
