import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Electron's command line: the app's folder, switches that this machine needs, then what the person gave.
 * Chromium refuses to sandbox as root; without a real display there is no GPU to talk to.
 */
export function electronArguments({ app, isRoot, isVirtualDisplay, given = [] }) {
  return [...machineSwitches({ isRoot, isVirtualDisplay }), app, ...given];
}

/**
 * The switches alone. On a virtual display there is no desktop session either: Chromium's complaints about its missing
 * message bus say nothing, so only fatal ones are printed. Example: root with a display → ["--no-sandbox"].
 */
export function machineSwitches({ isRoot, isVirtualDisplay }) {
  return [...(isRoot ? ['--no-sandbox'] : []), ...(isVirtualDisplay ? ['--disable-gpu', '--log-level=3'] : [])];
}

/** The app's environment. `node` is the Node 24 that the engine runs in where Electron is too old for it. */
export function electronEnvironment({ env, node, dist, display }) {
  const { ELECTRON_RUN_AS_NODE: _nodeMode, ...rest } = env;
  return { ...rest, NADIR_NODE: node, ELECTRON_OVERRIDE_DIST_PATH: dist, ...(display ? { DISPLAY: display } : {}) };
}

/**
 * Some systems (Ubuntu 24.04) forbid the user namespaces that Chromium's sandbox is made of, unless its helper program
 * belongs to root with the setuid bit. Returns the sentence that says how to allow it, or undefined where all is well.
 */
export function sandboxProblem(dist, isRoot, read = readRestriction, stat = statSync) {
  if (isRoot || !read()) return undefined;
  const helper = path.join(dist, 'chrome-sandbox');
  const { uid, mode } = stat(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return undefined;
  return `This system does not let Electron build its sandbox. Allow it once with: sudo chown root ${helper} && sudo chmod 4755 ${helper}`;
}

function readRestriction() {
  const isOn = (file, value) => {
    try {
      return readFileSync(file, 'utf8').trim() === value;
    } catch {
      // Kernels without the setting do not restrict.
      return false;
    }
  };
  return (
    isOn('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1') ||
    isOn('/proc/sys/kernel/unprivileged_userns_clone', '0')
  );
}
