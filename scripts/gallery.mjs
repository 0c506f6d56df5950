import { checkout, orExplain, provisionEngine } from './provision/provision.mjs';
import { toolEnvironment } from './run/build.mjs';
import { supervise } from './run/supervise.mjs';

/** `npm run gallery`: the components of the window on one page, served on this computer alone. Arguments go to Vite. */
const node = await orExplain(() => provisionEngine());
const args = ['node_modules/vite/bin/vite.js', '--config', 'gallery/vite.config.ts', ...process.argv.slice(2)];
process.exit(await supervise(node, args, { env: toolEnvironment(node), cwd: checkout }));
