import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Api, Events, engineContract } from '../../preload/contract/table.ts';
import { createEngine } from '../engine/door/create-engine.ts';
import type { Engine } from '../engine/door/engine-interface.ts';
import { callMethod } from '../engine/door/rpc.ts';
import { parserDirectory } from '../engine/graphs/parser-choice.ts';
import { forkedWorkers } from '../jobs/forked-worker.ts';
import type { WorkerStarter } from '../jobs/worker-port.ts';
import { resourcesDirectory } from '../text/resources.ts';

/** The engine inside this process, called through the same checks as from the window. */
export interface Session {
  readonly api: Api<typeof engineContract>;
  on<K extends keyof Events>(event: K, listener: (payload: Events[K]) => void): () => void;
  /**
   * Ends the engine. Where others use the project through it (a window, another command), the jobs that run for them end
   * first, which `waiting` is told by their titles. Ctrl-C stops them.
   */
  close(waiting?: (titles: readonly string[]) => void): Promise<void>;
}

/** The folders that the desktop application uses too, so that both know the same recent projects and features. */
export function userFolders(env: NodeJS.ProcessEnv = process.env): { userData: string; cache: string } {
  const home = homedir();
  return {
    userData: env.NADIR_USER_DATA ?? path.join(env.XDG_CONFIG_HOME ?? path.join(home, '.config'), 'Nadir'),
    cache: env.NADIR_CACHE_DIRECTORY ?? path.join(env.XDG_CACHE_HOME ?? path.join(home, '.cache'), 'nadir-features'),
  };
}

/** Starts workers from the sources, or from the bundle where this is a part of it. */
export function workerStarter(): WorkerStarter {
  const here = fileURLToPath(import.meta.url);
  const entry = here.endsWith('.ts') ? '../worker/main.ts' : 'worker.js';
  return forkedWorkers({ entry: path.join(path.dirname(here), entry) });
}

export function openSession(): Session {
  const folders = userFolders();
  const engine: Engine = createEngine({
    userDataDirectory: folders.userData,
    resourcesDirectory: resourcesDirectory(),
    cacheDirectory: folders.cache,
    continuesQueue: false,
    graphParserDirectory: parserDirectory(resourcesDirectory()),
    startWorker: workerStarter(),
  });
  const namespace = (name: string) =>
    new Proxy(
      {},
      { get: (_target, method) => (input: unknown) => callMethod(engine, `${name}.${String(method)}`, input) },
    );
  return {
    api: new Proxy({}, { get: (_target, name) => namespace(String(name)) }) as Session['api'],
    on: (event, listener) =>
      engine.onEvent((name, payload) => {
        if ((name as string) === event) listener(payload as never);
      }),
    close: (waiting) => closeEngine(engine, waiting),
  };
}

async function closeEngine(
  engine: Engine,
  waiting: (titles: readonly string[]) => void = () => undefined,
): Promise<void> {
  if (engine.guests() > 0 && engine.hasJobs()) {
    const jobs = (await engine.handlers.jobs.list({})).filter(({ endedAt }) => endedAt === null);
    waiting(jobs.map(({ title }) => title));
    const interrupted = new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
    await Promise.race([engine.handOver(), interrupted]);
  }
  await engine.close();
}
