import { checkout, lacksDisplay, orExplain, provisionApp } from '../provision/provision.mjs';
import { electronEnvironment, sandboxProblem } from './electron-arguments.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

/**
 * Everything a window needs on this machine: `{checkout, node, electron, machine, env, stop}`. Where there is no display a
 * virtual one is started, and that is said.
 */
export async function prepareWindow() {
  return orExplain(async () => {
    const { node, electron } = await provisionApp();
    const isRoot = process.getuid?.() === 0;
    const problem = sandboxProblem(electron.dist, isRoot);
    if (problem) throw new Error(problem);
    const virtual = lacksDisplay() ? await startVirtualDisplay() : undefined;
    if (virtual) {
      console.error(
        `Nadir: there is no display here, so the window opens on a virtual one (Xvfb ${virtual.display}) that nobody sees. Set DISPLAY to see it.`,
      );
    }
    const env = electronEnvironment({ env: process.env, node, dist: electron.dist, display: virtual?.display });
    const machine = { isRoot, isVirtualDisplay: virtual !== undefined };
    return { checkout, node, electron, machine, env, stop: () => virtual?.stop() };
  });
}
