import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { JobKindId } from '../../../preload/contract/jobs.ts';
import { PlayedWorker } from '../../jobs/played-worker.ts';
import { smallProject, writeTinyModel } from './small-project.ts';
import { startEngine, type TestEngine } from './test-engine.ts';

type Api = TestEngine['api'];

/** How a kind of job that survives is brought about, and what a crash leaves of it. */
export interface Survivor {
  /** Queues job number `at` of the kind and returns its id. */
  queue(api: Api, at: number): Promise<string>;
  /** Whether what the first job made before the crash is there. */
  hasMade(api: Api, directory: string): Promise<boolean>;
  /** Why the first job has failed, to be read after the crash. */
  readonly reason: string;
}

const splits = ['val', 'test', 'train'];

/** A case for each kind that survives. */
export const survivors: { readonly [Kind in JobKindId]?: Survivor } = {
  training: {
    async queue(api) {
      const overrides = { start: 'fresh' };
      return (await api.runs.start({ preset: 'quick', name: null, modelId: 'none', overrides })).jobId;
    },
    hasMade: async (api) => (await api.runs.list({})).some(({ checkpoints }) => checkpoints.length === 1),
    reason: 'Nadir ended while this run was going on. The last checkpoint (epoch 1) is kept.',
  },
  captioning: {
    queue: async (api, at) =>
      (await api.compare.caption({ modelId: 'nadir-mini', split: splits[at]!, strategy: 'greedy' })).jobId!,
    hasMade: async (api) => (await api.compare.sets({})).some(({ split, done }) => split === splits[0] && done === 1),
    reason: 'Nadir ended before all images were captioned.',
  },
  parsing: {
    async queue(api, at) {
      const jobId = `parsing-${at}`;
      api.graphs.parseAll({ jobId }).catch(() => undefined);
      while (!(await api.jobs.list({})).some(({ id }) => id === jobId)) await new Promise(setImmediate);
      return jobId;
    },
    async hasMade(_, directory) {
      const db = new Database(path.join(directory, 'small.nadir'), { readonly: true });
      const graphs = db.prepare<[], number>('SELECT count(*) FROM graphs').pluck().get()!;
      db.close();
      return graphs === partOfTexts;
    },
    reason: 'Nadir ended before all captions were parsed. The graphs that were made are kept.',
  },
  features: {
    queue: async (api, at) =>
      (await api.images.prepareFeatures({ modelId: 'nadir-mini', split: splits[at]!, views: 1 })).id,
    hasMade: async (_, directory) => existsSync(path.join(directory, 'cache', featureName)),
    reason: 'Nadir ended before all features were computed. Those that were computed are kept.',
  },
};

const featureName = 'one-feature';
/** Captions that are parsed in one go, as the graph service does; the project holds more. */
const partOfTexts = 64;

/** Makes a project in `directory` that every kind finds work in. */
export function projectForSurvivors(directory: string): void {
  const parser = path.join(directory, 'parser');
  mkdirSync(parser, { recursive: true });
  writeFileSync(path.join(parser, 'config.json'), '{"model":"graph-parser","version":1,"release":"7"}');
  const captions = Array.from({ length: partOfTexts * 3 }, (_, at) => `${at} cars beside a river.`);
  smallProject(
    directory,
    splits.flatMap((split) => [1, 2].map((at) => ({ name: `${split}-${at}.png`, split, captions }))),
  );
}

/**
 * An engine on that project, which is opened. Its workers make all that they are asked for; or a part of it and then go on
 * for ever, whatever they are told (deaf), or until they are told to end (half).
 */
export async function engineForSurvivors(
  directory: string,
  how: { readonly workers: 'whole' | 'half' | 'deaf'; readonly continuesQueue?: boolean },
) {
  const started: PlayedWorker[] = [];
  const startWorker = (): PlayedWorker => {
    const worker = how.workers === 'whole' ? wholeWorker() : halfWorker(how.workers === 'deaf');
    started.push(worker);
    return worker;
  };
  const test = startEngine(directory, startWorker, {
    graphParserDirectory: path.join(directory, 'parser'),
    continuesQueue: how.continuesQueue ?? true,
  });
  await test.api.project.open({ path: path.join(directory, 'small.nadir') });
  return { ...test, started };
}

/** Makes something and goes on. It pauses when it is asked to. */
function halfWorker(isDeaf: boolean): PlayedWorker {
  const worker = new (class extends PlayedWorker {
    override kill(): void {
      if (!isDeaf) super.kill();
    }
  })();
  let parsed = 0;
  worker.onRequest = (request) => {
    if (request.type === 'pause') worker.say({ type: 'paused' });
    if (request.type === 'stop' && !isDeaf) worker.done(true);
    if (request.type === 'parse' && parsed++ === 0) answer(worker, request);
    else if (request.type === 'parse' && !isDeaf) setTimeout(() => answer(worker, request), 50);
    if (request.type !== 'start') return;
    const { job } = request;
    if (job.kind === 'train') {
      const directory = path.join(job.runDirectory, 'checkpoints/ce-000001');
      writeTinyModel(directory);
      worker.checkpoint('ce-000001', 1, directory);
    }
    if (job.kind === 'caption')
      worker.say({ type: 'captions', captions: [{ imageId: job.images[0]!.id, caption: 'Half.' }] });
    if (job.kind === 'features') {
      mkdirSync(job.cacheDirectory, { recursive: true });
      writeFileSync(path.join(job.cacheDirectory, featureName), 'half');
    }
  };
  return worker;
}

function wholeWorker(): PlayedWorker {
  const worker = new PlayedWorker();
  worker.onRequest = (request) => {
    if (request.type === 'parse') answer(worker, request);
    if (request.type === 'stop') worker.done(true);
    if (request.type !== 'start' || request.job.kind === 'parse') return;
    if (request.job.kind === 'caption') {
      const captions = request.job.images.map(({ id }) => ({ imageId: id, caption: 'Whole.' }));
      worker.say({ type: 'captions', captions });
    }
    worker.done();
  };
  return worker;
}

function answer(worker: PlayedWorker, { id, texts }: { readonly id: number; readonly texts: readonly string[] }): void {
  const graphs = texts.map(() => ({ objects: [], relations: [] }));
  worker.say({ type: 'graphs', id, graphs, factual: texts });
}
