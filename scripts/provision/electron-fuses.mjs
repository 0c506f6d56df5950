import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * Run by Node 24: `node electron-fuses.mjs <executable>` lets the npm runtime start without the snapshot it was built
 * with, and lets Playwright attach to its main process.
 */
const [executable] = process.argv.slice(2);
await flipFuses(executable, {
  version: FuseVersion.V1,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
});
