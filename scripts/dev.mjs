import { electronVite, toolEnvironment } from './run/build.mjs';
import { forgetBuild } from './run/build-stamp.mjs';
import { machineSwitches } from './run/electron-arguments.mjs';
import { supervise } from './run/supervise.mjs';
import { prepareWindow } from './run/window.mjs';

/** `npm run dev`: hot reload of the window, restart of the rest. Arguments go to the app. */
const { checkout, node, electron, machine, env, stop } = await prepareWindow();
forgetBuild(checkout);
const args = [electronVite, 'dev', '--watch', '--', ...machineSwitches(machine), ...process.argv.slice(2)];
const environment = { ...toolEnvironment(node, env), ELECTRON_EXEC_PATH: electron.executable };
const code = await supervise(node, args, { env: environment, cwd: checkout });
stop();
process.exit(code);
