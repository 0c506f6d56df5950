import { rmSync } from 'node:fs';
import path from 'node:path';
import { writeCommandLine } from './package/command-line.mjs';
import { writeLicences } from './package/licences.mjs';
import { copyOutsideLinks } from './package/links.mjs';
import { cacheRoot } from './provision/cache.mjs';
import { run } from './provision/command.mjs';
import { provisionElectron } from './provision/electron.mjs';
import { folderBytes, working } from './provision/progress.mjs';
import { checkout, orExplain, provisionEngine } from './provision/provision.mjs';
import { buildIfNeeded, toolEnvironment } from './run/build.mjs';

/** `npm run package`: dist/linux-unpacked, which runs from any folder with nothing else installed. */
const unpacked = path.join(checkout, 'dist/linux-unpacked');
await orExplain(async () => {
  const node = await provisionEngine();
  const electron = await provisionElectron(cacheRoot(), checkout, node);
  await buildIfNeeded(checkout, node);
  rmSync(unpacked, { recursive: true, force: true });
  await working('packaging into dist/linux-unpacked', { folder: unpacked }, async () => {
    const bundle = path.join(checkout, 'scripts/package/bundle.mjs');
    const args = [bundle, electron.dist, electron.version, node];
    await run('electron-builder', node, args, { cwd: checkout, env: toolEnvironment(node), keptLines: 20 });
    // Electron prefers the packaged app to this one, but a release has no use for it.
    rmSync(path.join(unpacked, 'resources/default_app.asar'), { force: true });
    copyOutsideLinks(unpacked);
    writeCommandLine(unpacked);
    writeLicences(checkout, unpacked);
  });
});
console.error(
  `Nadir: ${unpacked} (${Math.round(folderBytes(unpacked) / 1e6)} MB). Start it with ./nadir, or ./bin/nadir for the command line.`,
);
