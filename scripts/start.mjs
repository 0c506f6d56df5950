import { orExplain } from './provision/provision.mjs';
import { buildIfNeeded } from './run/build.mjs';
import { electronArguments } from './run/electron-arguments.mjs';
import { supervise } from './run/supervise.mjs';
import { prepareWindow } from './run/window.mjs';

/** `npm start`: provision and build what is missing, then open Nadir. Arguments go to the app. */
const { checkout, node, electron, machine, env, stop } = await prepareWindow();
await orExplain(() => buildIfNeeded(checkout, node));
const args = electronArguments({ ...machine, app: checkout, given: process.argv.slice(2) });
const code = await supervise(electron.executable, args, { env });
stop();
process.exit(code);
