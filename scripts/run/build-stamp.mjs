import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const sources = [
  'main',
  'preload',
  'renderer',
  'electron.vite.config.ts',
  'package.json',
  'tsconfig.json',
  'tsconfig.renderer.json',
];
const stampFile = 'out/build-stamp';
const products = [
  'out/main/index.js',
  'out/main/engine.js',
  'out/main/worker.js',
  'out/main/cli.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];

/**
 * One number for the content of everything the build reads. Content, not times: a fresh clone and a branch switch
 * change times without changing the build. Returns 64 hexadecimal digits.
 */
export function sourceStamp(checkout) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(checkout, source)).sort()) {
    const content = readFileSync(path.join(checkout, file));
    hash.update(`${file}\0${content.length}\0`);
    hash.update(content);
  }
  return hash.digest('hex');
}

function filesBelow(checkout, relative) {
  const full = path.join(checkout, relative);
  if (!existsSync(full)) return [];
  if (path.extname(relative) !== '') return [relative];
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(relative, entry.name);
    if (entry.isDirectory()) return filesBelow(checkout, name);
    return entry.isFile() ? [name] : [];
  });
}

/** True when `out/` holds every product and was built from exactly these sources. */
export function isBuilt(checkout, stamp = sourceStamp(checkout)) {
  const file = path.join(checkout, stampFile);
  return (
    products.every((product) => existsSync(path.join(checkout, product))) &&
    existsSync(file) &&
    readFileSync(file, 'utf8') === stamp
  );
}

export function markBuilt(checkout, stamp) {
  mkdirSync(path.join(checkout, 'out'), { recursive: true });
  writeFileSync(path.join(checkout, stampFile), stamp);
}

/** Before `out/` is written by anything else: what it then holds must not pass for a finished build. */
export function forgetBuild(checkout) {
  rmSync(path.join(checkout, stampFile), { force: true });
}
