import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The `nadir` command of a packaged app: its own Node 24 on its own code, wherever the folder has been moved to. */
const script = `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd)
NADIR_RESOURCES="\${NADIR_RESOURCES:-$here/resources/nadir}" \\
  exec "$here/resources/node/bin/node" --disable-warning=ExperimentalWarning "$here/resources/app/out/main/cli.js" "$@"
`;

/** Writes bin/nadir into the unpacked app. */
export function writeCommandLine(unpacked) {
  const file = path.join(unpacked, 'bin', 'nadir');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}
