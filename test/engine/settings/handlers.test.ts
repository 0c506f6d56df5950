import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WorkerPort } from '../../../main/jobs/worker-port.ts';
import type { WorkerEvent, WorkerRequest } from '../../../main/jobs/worker-protocol.ts';
import { awkwardFolder, startEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
beforeEach(() => {
  folder = awkwardFolder();
});
afterEach(() => folder.remove());

type Untold<T> = T extends unknown ? Omit<T, 'sequence'> : never;

/** A worker that answers `start` with these events; it exits with code 3 when there are none. */
function playedWorker(asked: unknown[], events: () => readonly Untold<WorkerEvent>[]): WorkerPort {
  let tell: (event: WorkerEvent) => void = () => undefined;
  let exit: (how: { code: number | null; signal: string | null }) => void = () => undefined;
  return {
    send(request: Untold<WorkerRequest>) {
      if (request.type !== 'start') return;
      asked.push(request.job);
      const answers = events();
      setImmediate(() => {
        if (answers.length === 0) exit({ code: 3, signal: null });
        for (const [sequence, event] of answers.entries()) tell({ ...event, sequence } as WorkerEvent);
      });
    },
    onEvent: (listener) => {
      tell = listener;
    },
    onExit: (listener) => {
      exit = listener;
    },
    kill: () => exit({ code: null, signal: 'SIGTERM' }),
  };
}
const device = { device: 'CPU', library: 'TensorFlow', libraryVersion: '2.21.0', reason: 'No CUDA device.' };

it('the device is asked of a worker once, however often it is wanted', async () => {
  const asked: unknown[] = [];
  const answer = () => [{ type: 'device', device } as const, { type: 'done', stopped: false } as const];
  const { engine, api } = startEngine(folder.directory, () => playedWorker(asked, answer));
  expect(await Promise.all([api.settings.device({}), api.settings.device({})])).toEqual([device, device]);
  expect(await api.settings.device({})).toEqual(device);
  expect(asked).toEqual([{ kind: 'describe' }]);
  await engine.close();
});

it('a worker that fails says why, one that crashes how it ended, and asking again asks again', async () => {
  const answers: Untold<WorkerEvent>[][] = [
    [{ type: 'failed', code: 'not_found', message: 'The TensorFlow library is not there.' }],
    [],
    [
      { type: 'device', device },
      { type: 'done', stopped: false },
    ],
  ];
  const { engine, api } = startEngine(folder.directory, () => playedWorker([], () => answers.shift()!));
  await expect(api.settings.device({})).rejects.toThrow('The TensorFlow library is not there.');
  await expect(api.settings.device({})).rejects.toThrow('ended unexpectedly with exit code 3');
  expect(await api.settings.device({})).toEqual(device);
  await engine.close();
});

it('settings are kept for the next start, each on its own', async () => {
  const first = startEngine(folder.directory);
  await first.api.settings.update({ author: '  Ana ' });
  await first.api.settings.update({ theme: 'dark' });
  await first.engine.close();
  const second = startEngine(folder.directory);
  expect(await second.api.settings.get({})).toEqual({
    author: 'Ana',
    theme: 'dark',
    gridSize: 'medium',
    graphParser: null,
  });
  await second.engine.close();
});

it('storage counts the project with its folder, and the cache', async () => {
  const { engine, api } = startEngine(folder.directory);
  expect(await api.settings.storage({})).toMatchObject({ project: null, projectBytes: 0, cacheBytes: 0 });
  await api.project.openSample({});
  const { path: thumbnail } = await engine.imageFile({ id: 1, kind: 'thumbnail' });
  const { project, projectBytes, cache, cacheBytes } = await api.settings.storage({});
  expect(projectBytes).toBeGreaterThanOrEqual(readFileSync(project!).length);
  expect(cache).toBe(path.join(folder.directory, 'cache'));
  expect(cacheBytes).toBe(readFileSync(thumbnail).length);
  expect(await api.settings.clearCache({})).toEqual({ freedBytes: cacheBytes });
  expect((await api.settings.storage({})).cacheBytes).toBe(0);
  await engine.close();
});

it('a cache folder that holds somebody’s files is not cleared', async () => {
  const precious = path.join(folder.directory, 'cache', 'thesis.txt');
  mkdirSync(path.dirname(precious), { recursive: true });
  writeFileSync(precious, 'precious');
  const { engine, api } = startEngine(folder.directory);
  await expect(api.settings.clearCache({})).rejects.toThrow('was not made by Nadir');
  expect(existsSync(precious)).toBe(true);
  await engine.close();
});
