import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { forkedWorkers } from '../../main/jobs/forked-worker.ts';
import {
  protocolVersion,
  type WorkerEvent,
  type WorkerImage,
  type WorkerJob,
  type WorkerRequest,
} from '../../main/jobs/worker-protocol.ts';
import { saveNadirMini } from '../../main/models/nadir-mini/folder.ts';
import { resolveConfig } from '../../main/training/config/presets.ts';
import { smallModel } from '../models/nadir-mini/small-model.ts';
import { sampleImages, shortConfig } from '../training/support.ts';

export const workerEntry = path.join(import.meta.dirname, '../../main/worker/main.ts');

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A real worker process on a job, what it has told so far, and its end. */
export interface Started {
  readonly events: readonly WorkerEvent[];
  readonly exit: Promise<Exit>;
  send(type: 'pause' | 'resume' | 'stop'): void;
  /** Resolves with the first event, told already or still to come, that `wanted` accepts. Rejects when the worker ends without one. */
  until<E extends WorkerEvent>(wanted: (event: WorkerEvent) => event is E): Promise<E>;
  until(wanted: (event: WorkerEvent) => boolean): Promise<WorkerEvent>;
}

/** Starts a worker on a job. `entry` is another script than the worker's own, which loads it. */
export function startWorker(job: WorkerJob, entry = workerEntry, version = protocolVersion as number): Started {
  const port = forkedWorkers({ entry })();
  const events: WorkerEvent[] = [];
  const listeners = new Set<() => void>();
  port.onEvent((event) => {
    events.push(event);
    for (const listener of listeners) listener();
  });
  const exit = new Promise<Exit>((resolve) => port.onExit(resolve));
  port.send({ type: 'start', version: version as typeof protocolVersion, job });
  return {
    events,
    exit,
    send: (type) => port.send({ type } as WorkerRequest),
    until: (wanted: (event: WorkerEvent) => boolean) =>
      new Promise<never>((resolve, reject) => {
        const look = (): void => {
          const found = events.find(wanted);
          if (!found) return;
          listeners.delete(look);
          resolve(found as never);
        };
        listeners.add(look);
        look();
        exit.then(() => reject(new Error(`The worker ended first. Its last event: ${JSON.stringify(events.at(-1))}`)));
      }),
  };
}

export const isCheckpoint = (event: WorkerEvent): event is Extract<WorkerEvent, { type: 'checkpoint' }> =>
  event.type === 'checkpoint';

/** A training job on eight images of the sample project and three to judge by, from a model of width 16. */
export function trainJob(
  folder: string,
  run: string,
  overrides: Readonly<Record<string, unknown>> = {},
): Extract<WorkerJob, { kind: 'train' }> {
  const images: WorkerImage[] = [...sampleImages('train', 0, 8), ...sampleImages('val', 20, 3)];
  const snapshotFile = path.join(folder, `${run}.json`);
  writeFileSync(snapshotFile, JSON.stringify({ images }));
  const modelDirectory = path.join(folder, 'model');
  const model = smallModel();
  saveNadirMini(model, modelDirectory);
  model.dispose();
  return {
    kind: 'train',
    runId: run,
    snapshotFile,
    runDirectory: path.join(folder, run),
    cacheDirectory: path.join(folder, 'cache'),
    modelDirectory,
    config: resolveConfig('quick', { ...shortConfig, start: 'pretrained', ...overrides }),
  };
}

/** A script that is the worker and notes its process id and its exit code in `folder`. */
export function notingEntry(folder: string): { readonly entry: string; pid(): number; exitCode(): string } {
  const entry = path.join(folder, 'noting-worker.mjs');
  const [pid, exit] = [path.join(folder, 'pid'), path.join(folder, 'exit')];
  writeFileSync(
    entry,
    `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(pid)}, String(process.pid));
process.on('exit', (code) => writeFileSync(${JSON.stringify(exit)}, String(code)));
await import(${JSON.stringify(workerEntry)});
`,
  );
  return { entry, pid: () => Number(readFileSync(pid, 'utf8')), exitCode: () => readFileSync(exit, 'utf8') };
}
