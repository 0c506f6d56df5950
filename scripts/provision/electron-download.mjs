import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Run by Node 24: `node electron-download.mjs <checkout> <folder> [stallMs]` gets the Electron that package.json pins
 * with Electron's own downloader (which honours mirrors and proxies), checks it against the checksums inside the npm
 * package, and unpacks it into <folder>. A connection that stays silent for `stallMs` is given up.
 */
const [checkout, folder, stallMs = '6000'] = process.argv.slice(2);
const require = createRequire(path.join(checkout, 'package.json'));
const { version } = require('electron/package.json');
const electronFolder = path.dirname(require.resolve('electron/package.json'));
const fromElectron = createRequire(path.join(electronFolder, 'package.json'));
const load = (name) => import(pathToFileURL(fromElectron.resolve(name)));

const { downloadArtifact, initializeProxy } = await load('@electron/get');
const { extract } = await load('@electron-internal/extract-zip');

const silence = new AbortController();
const giveUp = () => silence.abort(new Error(`no answer in ${Number(stallMs) / 1000} s`));
let timer = setTimeout(giveUp, Number(stallMs));
try {
  initializeProxy();
  const archive = await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: 'linux',
    arch: 'x64',
    cacheRoot: path.join(folder, 'download'),
    tempDirectory: folder,
    checksums: JSON.parse(readFileSync(path.join(electronFolder, 'checksums.json'), 'utf8')),
    downloadOptions: {
      quiet: true,
      signal: silence.signal,
      getProgressCallback: async () => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, Number(stallMs));
      },
    },
  });
  clearTimeout(timer);
  await extract(archive, { dir: path.join(folder, 'dist') });
} catch (error) {
  const cause = error.cause?.message ?? error.cause?.code;
  console.error(cause ? `${error.message} (${cause})` : error.message);
  process.exit(1);
} finally {
  clearTimeout(timer);
}
