import { build, Platform } from 'electron-builder';

/**
 * Run by Node 24: `node bundle.mjs <electron folder> <electron version> <node binary>` makes dist/linux-unpacked with
 * the settings in package.json and the runtimes of this machine.
 */
const [electronDist, electronVersion, node] = process.argv.slice(2);
await build({
  targets: Platform.LINUX.createTarget('dir'),
  publish: 'never',
  config: { electronDist, electronVersion, extraResources: [{ from: node, to: 'node/bin/node' }] },
});
