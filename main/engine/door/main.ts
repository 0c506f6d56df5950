import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { forkedWorkers } from '../../jobs/forked-worker.ts';
import { parserDirectory } from '../graphs/parser-choice.ts';
import type { EngineRequest } from './client/messages.ts';
import { createEngine } from './create-engine.ts';
import { serveEngine } from './rpc.ts';

/**
 * The engine's process. It is started by the app: as an Electron utility process, or forked with Node where the
 * Electron is too old for better-sqlite3's Node-API. Its folders come in the environment.
 */
const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The engine needs ${name}.`);
  return value;
};

// Electron's utility processes have a parent port; a forked Node has process.send.
const parentPort = (
  process as {
    parentPort?: { postMessage(m: unknown): void; on(e: 'message', l: (m: { data: unknown }) => void): void };
  }
).parentPort;
const here = fileURLToPath(import.meta.url);
const workerEntry = here.endsWith('.ts')
  ? path.join(path.dirname(here), '../../worker/main.ts')
  : path.join(path.dirname(here), 'worker.js');

const engine = createEngine({
  userDataDirectory: required('NADIR_USER_DATA'),
  resourcesDirectory: required('NADIR_RESOURCES'),
  cacheDirectory: required('NADIR_CACHE_DIRECTORY'),
  graphParserDirectory: parserDirectory(required('NADIR_RESOURCES')),
  startWorker: forkedWorkers({
    entry: workerEntry,
    ...(process.env.NADIR_NODE ? { node: process.env.NADIR_NODE } : { env: { ELECTRON_RUN_AS_NODE: '1' } }),
  }),
});
const handle = serveEngine(engine, (message) => {
  if (parentPort) parentPort.postMessage(message);
  else if (process.connected) process.send?.(message);
});
if (parentPort) parentPort.on('message', ({ data }) => handle(data as EngineRequest));
else process.on('message', (message) => handle(message as EngineRequest));

// The app is gone (quit, crashed or killed): save what runs, then end.
process.on('disconnect', () => {
  engine.close().finally(() => process.exit(0));
});
