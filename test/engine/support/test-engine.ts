import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../../main/engine/door/create-engine.ts';
import type { EngineOptions } from '../../../main/engine/door/engine-context.ts';
import type { Engine } from '../../../main/engine/door/engine-interface.ts';
import { callMethod } from '../../../main/engine/door/rpc.ts';
import type { WorkerStarter } from '../../../main/jobs/worker-port.ts';
import type { Api, Events, engineContract } from '../../../preload/contract/table.ts';

export const resources = path.join(import.meta.dirname, '../../../resources');
export const sample = path.join(resources, 'sample-project');

export interface TestEngine {
  readonly engine: Engine;
  /** Through the same checks as from the window. */
  readonly api: Api<typeof engineContract>;
  /** Everything that was told so far, by event. */
  heard<K extends keyof Events>(event: K): readonly Events[K][];
}

/** A real engine on folders of its own; `startWorker` plays the worker processes. */
export function startEngine(
  directory: string,
  startWorker: WorkerStarter = () => {
    throw new Error('This test starts no worker.');
  },
  options: Pick<EngineOptions, 'graphParserDirectory' | 'continuesQueue' | 'joinMs'> = {},
): TestEngine {
  const engine = createEngine({
    userDataDirectory: path.join(directory, 'user data'),
    resourcesDirectory: resources,
    cacheDirectory: path.join(directory, 'cache'),
    startWorker,
    ...options,
  });
  const told: [string, unknown][] = [];
  engine.onEvent((event, payload) => told.push([event, payload]));
  const namespace = (name: string) =>
    new Proxy({}, { get: (_, method) => (input: unknown) => callMethod(engine, `${name}.${String(method)}`, input) });
  return {
    engine,
    api: new Proxy({}, { get: (_, name) => namespace(String(name)) }) as TestEngine['api'],
    heard: (event) => told.filter(([name]) => name === event).map(([, payload]) => payload as never),
  };
}

/** A folder whose name is as awkward as people's folders are. */
export function awkwardFolder(): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'nadir tëst 測試 '));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
