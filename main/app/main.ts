import path from 'node:path';
import { app, BrowserWindow, dialog, session } from 'electron';
import log from 'electron-log/main';
import { endedStates } from '../../preload/contract/jobs.ts';
import type { Events } from '../../preload/contract/table.ts';
import { internalMethods } from '../engine/door/client/messages.ts';
import { startEngineProcess } from './engine-process.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { answerCalls } from './ipc.ts';
import { setMenu } from './menu.ts';
import { declareSchemes, serveImages, serveRenderer } from './protocols.ts';
import { lockDown } from './security.ts';
import { shellHandlers } from './shell-handlers.ts';
import { jobTeller } from './tell-jobs.ts';
import { openWindow } from './window.ts';

/** The desktop application: one instance, one window, one engine. */
app.setName('Nadir');
if (process.env.NADIR_USER_DATA) app.setPath('userData', process.env.NADIR_USER_DATA);
log.transports.file.resolvePathFn = () => path.join(app.getPath('userData'), 'logs', 'nadir.log');
log.errorHandler.startCatching({ showDialog: false });
declareSchemes();

let window: BrowserWindow | undefined;
/** Without a window the app lives as long as its jobs. */
let onJobEvent = async (): Promise<void> => {};
const broadcast = <K extends keyof Events>(event: K, payload: Events[K]) => {
  for (const open of BrowserWindow.getAllWindows()) open.webContents.send('nadir:event', event, payload);
  tellJobs(event, payload);
  if (event === 'job' && endedStates.includes((payload as Events['job']).state)) void onJobEvent();
};
const showWindow = () => {
  if (window && !window.isDestroyed()) {
    if (window.isMinimized()) window.restore();
    window.focus();
    return;
  }
  window = openWindow();
};
const showJobs = () => {
  const isNew = !window || window.isDestroyed();
  showWindow();
  const show = () => broadcast('command', { id: 'jobs' });
  // What a window is told before it has drawn itself, nobody hears.
  if (isNew) window?.once('ready-to-show', show);
  else show();
};
const tellJobs = jobTeller(showJobs);

async function start(): Promise<void> {
  await app.whenReady();
  lockDown(app, session.defaultSession);
  const engine = new EngineSupervisor(startEngineProcess, broadcast);
  const call = (method: string, input: unknown) => engine.call(method, input);
  serveRenderer(path.join(import.meta.dirname, '../renderer'));
  serveImages(call);
  answerCalls(
    call,
    shellHandlers(() => window!, projectArgument(process.argv)),
  );
  setMenu((id) => broadcast('command', { id }));
  showWindow();

  const hasJobs = async () => {
    const answer = (await call(internalMethods.hasJobs, {}).catch(() => ({ active: false }))) as { active: boolean };
    return answer.active;
  };
  const quitWhenIdle = async () => {
    if (BrowserWindow.getAllWindows().length === 0 && !(await hasJobs())) app.quit();
  };
  // A training run outlives its window: start Nadir again to see it. Without one, the last window ends the app.
  app.on('window-all-closed', quitWhenIdle);
  onJobEvent = quitWhenIdle;
  app.on('second-instance', (_event, argv, directory) => {
    showWindow();
    openFromCommandLine(argv, directory, call);
  });
  app.on('activate', showWindow);
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void engine.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  openFromCommandLine(process.argv, process.cwd(), call);
}

function projectArgument(argv: readonly string[]): string | null {
  return argv.slice(1).find((argument) => argument.endsWith('.nadir')) ?? null;
}

/** A project file named on the command line, as a double click does it; `directory` is where that was typed. */
function openFromCommandLine(
  argv: readonly string[],
  directory: string,
  call: (method: string, input: unknown) => Promise<unknown>,
): void {
  const file = projectArgument(argv);
  if (file === null) return;
  call('project.open', { path: path.resolve(directory, file) }).catch((error: Error) =>
    dialog.showErrorBox('The project could not be opened', error.message),
  );
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: Error) => {
    log.error(error);
    dialog.showErrorBox('Nadir could not start', error.message);
    app.exit(1);
  });
} else {
  app.quit();
}
