import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { working } from './progress.mjs';

/** Debian packages that Electron needs: its linked libraries, those it opens later, a message bus and one font. */
export const electronPackages = [
  'libgtk-3-0',
  'libnss3',
  'libgbm1',
  'libasound2',
  'libatk-bridge2.0-0',
  'libcups2',
  'libdrm2',
  'libxkbcommon0',
  'libxcomposite1',
  'libxdamage1',
  'libxrandr2',
  'libnotify4',
  'libxss1',
  'libxtst6',
  'libatspi2.0-0',
  'dbus',
  'fonts-dejavu-core',
];
/** Packages that a machine without a display needs as well. */
export const virtualDisplayPackages = ['xvfb', 'xauth'];

/** The libraries that `ldd` could not find. Example: "\tlibgtk-3.so.0 => not found" → ["libgtk-3.so.0"]. */
export function missingLibraries(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
}

/**
 * The packages of `wanted` that are not installed, from what `dpkg-query -W -f='${Package} ${db:Status-Status}\n'`
 * prints. Since the 64-bit time transition some names end in t64: libgtk-3-0t64 counts as libgtk-3-0.
 */
export function missingPackages(wanted, dpkgOutput) {
  const installed = new Set(
    dpkgOutput
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((name) => !installed.has(name) && !installed.has(`${name}t64`));
}

/** The name under which apt has a package: itself, or with t64 where only that has a candidate. */
export function aptName(name, hasCandidate) {
  return !hasCandidate(name) && hasCandidate(`${name}t64`) ? `${name}t64` : name;
}

/** The sentence for a person whose machine lacks what Electron needs. */
export function missingSentence(packages, libraries) {
  const lacking = libraries.length > 0 ? ` (${libraries.join(', ')})` : '';
  return `Electron cannot start yet: this machine lacks some of its libraries${lacking}. Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

const quiet = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };

/** Lists the libraries of the executable that the loader cannot find. Throws when `ldd` itself cannot run. */
export function inspectExecutable(executable) {
  return missingLibraries(execFileSync('ldd', [executable], quiet));
}

/**
 * Makes sure Electron's libraries and, without a display, Xvfb are there. As root on Debian they are installed, and
 * that is shown; otherwise a missing one throws the sentence that says what to install.
 */
export async function ensureSystemPackages(executable, needsVirtualDisplay) {
  const libraries = inspectExecutable(executable);
  const lacksDisplay = needsVirtualDisplay && !onPath('Xvfb');
  if (libraries.length === 0 && !lacksDisplay) return;
  const wanted = [...electronPackages, ...(needsVirtualDisplay ? virtualDisplayPackages : [])];
  const packages = onPath('dpkg-query') ? missingPackages(wanted, installedPackages()) : [];
  if (packages.length === 0) {
    const names = [...libraries, ...(lacksDisplay ? ['Xvfb'] : [])].join(', ');
    throw new Error(
      `Electron needs ${names}, which this machine lacks. Install what holds them with its package manager.`,
    );
  }
  const mayInstall = process.getuid?.() === 0 && onPath('apt-get');
  if (!mayInstall) throw new Error(missingSentence(aptNames(packages), libraries));
  await working(`installing Debian packages for Electron: ${packages.join(' ')}`, {}, () => install(packages));
  const still = inspectExecutable(executable);
  if (still.length > 0) throw new Error(`Electron still lacks ${still.join(', ')} after apt-get install.`);
}

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get update', 'apt-get', ['-qq', 'update'], { env });
  const options = ['-qq', 'install', '-y', '--no-install-recommends'];
  await run('apt-get install', 'apt-get', [...options, ...aptNames(packages)], { env });
}

function aptNames(packages) {
  return packages.map((name) => aptName(name, hasCandidate));
}

function installedPackages() {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  return execFileSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n'], quiet);
}

function hasCandidate(name) {
  try {
    return /Candidate: (?!\(none\))/.test(execFileSync('apt-cache', ['policy', name], quiet));
  } catch {
    return false;
  }
}

function onPath(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`));
}
