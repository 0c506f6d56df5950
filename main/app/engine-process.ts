import { fork } from 'node:child_process';
import path from 'node:path';
import { app, utilityProcess } from 'electron';
import type { EnginePort } from '../engine/door/client/engine-client.ts';
import type { EngineMessage } from '../engine/door/client/messages.ts';
import { cacheDirectory, nodeBinary, resourcesDirectory } from './folders.ts';

/** better-sqlite3 13 is built for Node-API 10: an older Electron crashes in it, so there the engine runs in Node 24. */
const sqliteNodeApi = 10;

/** Starts the engine's process, which serves one app. */
export function startEngineProcess(): EnginePort {
  const entry = path.join(import.meta.dirname, 'engine.js');
  const node = nodeBinary();
  const env = {
    ...process.env,
    NADIR_USER_DATA: app.getPath('userData'),
    NADIR_RESOURCES: resourcesDirectory(),
    NADIR_CACHE_DIRECTORY: cacheDirectory(),
    ...(node ? { NADIR_NODE: node } : {}),
  };
  if (Number(process.versions.napi ?? 0) >= sqliteNodeApi) {
    const child = utilityProcess.fork(entry, [], { serviceName: 'Nadir engine', env, stdio: 'inherit' });
    return {
      post: (request) => child.postMessage(request),
      onMessage: (listener) => child.on('message', (message: EngineMessage) => listener(message)),
      onExit: (listener) => child.on('exit', (code) => listener(`exit code ${code}`)),
      kill: () => child.kill(),
    };
  }
  if (!node) {
    throw new Error(
      `This Electron (${process.versions.electron}) is too old to run the engine itself, and no Node 24 was found beside it. Start Nadir with "npm start", which provides one.`,
    );
  }
  const child = fork(entry, [], { execPath: node, execArgv: [], env, stdio: 'inherit', serialization: 'advanced' });
  return {
    post: (request) => child.connected && child.send(request),
    onMessage: (listener) => child.on('message', (message) => listener(message as EngineMessage)),
    onExit: (listener) => {
      child.on('exit', (code, signal) => listener(signal ? `signal ${signal}` : `exit code ${code}`));
      child.on('error', (error) => listener(error.message));
    },
    kill: () => child.kill(),
  };
}
