import type { Preset, Run } from '../../../preload/contract/runs.ts';
import type { Handlers } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import { TrainingQueue } from '../../jobs/training-queue.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { RunRow } from '../../store/run-repository.ts';
import { presets } from '../../training/config/presets.ts';
import { trainingSettings } from '../../training/config/settings.ts';
import type { EngineContext, ProjectListener } from '../door/engine-context.ts';
import { HeldWork } from '../project/held-work.ts';
import { preflight } from './preflight.ts';
import { runView } from './run-view.ts';
import { makeRun, trainingWork } from './start-run.ts';
import { unwatchedCheckpoints } from './unwatched-checkpoints.ts';

export interface RunsNamespace {
  readonly handlers: Handlers['runs'];
  readonly listener: ProjectListener;
}

/** Training runs: what can be started, the queue, and what runs have left. */
export function createRunsNamespace(context: EngineContext): RunsNamespace {
  const { events, options } = context;
  const held = new HeldWork();
  let open: { readonly store: ProjectStore; readonly queue: TrainingQueue } | null = null;

  const current = (): { store: ProjectStore; queue: TrainingQueue } => {
    context.project();
    // Between opening the file and telling the listeners, and while it closes, nothing may be started.
    if (!open) throw new AppError('no_project', 'The project is being opened or closed. Try again in a moment.');
    return open;
  };
  const rowOf = (store: ProjectStore, id: string): RunRow => {
    const row = store.runs.get(id);
    if (row) return row;
    throw new AppError('unknown_id', `There is no run "${id}" in ${store.name}.`);
  };
  const view = (id: string): Run => {
    const { store, queue } = current();
    return runView(store, queue, rowOf(store, id));
  };
  const change = (id: string, what: (queue: TrainingQueue) => void): Run => {
    const { store, queue } = current();
    rowOf(store, id);
    what(queue);
    return view(id);
  };

  const createQueue = (store: ProjectStore): TrainingQueue => {
    const queue: TrainingQueue = new TrainingQueue({
      runs: store.runs,
      startWorker: options.startWorker,
      runDirectory: (id) => store.runDirectory(id),
      unwatched: unwatchedCheckpoints,
      jobOf: (run) => trainingWork(store, options, run),
      listener: {
        run: (id) => events.emit('run', runView(store, queue, rowOf(store, id))),
        points: (id, points) => events.emit('runPoints', { id, points }),
        samples: (id, samples) => events.emit('runSamples', { id, samples }),
      },
    });
    return queue;
  };

  return {
    handlers: {
      presets: () => presetViews,
      preflight: ({ preset, modelId, overrides }) =>
        held.run(() => preflight(context, current().store, preset, modelId, overrides)),
      start: (input) =>
        held.run(async () => {
          const { store, queue } = current();
          const id = await makeRun(store, options, input);
          events.emit('run', runView(store, queue, rowOf(store, id)));
          queue.startNext();
          return runView(store, queue, rowOf(store, id));
        }),
      list: () => {
        const { store, queue } = current();
        return store.runs.list().map((row) => runView(store, queue, row));
      },
      get: ({ id }) => view(id),
      points: ({ id, from }) => {
        const { store } = current();
        return store.runs.points(rowOf(store, id).id, from);
      },
      samples: ({ id }) => {
        const { store } = current();
        return store.runs.samples(rowOf(store, id).id);
      },
      pause: ({ id }) => change(id, (queue) => queue.pause(id)),
      resume: ({ id }) => change(id, (queue) => queue.resume(id)),
      stop: ({ id }) => change(id, (queue) => queue.stop(id)),
      rename: ({ id, name }) => {
        const { store } = current();
        store.runs.rename(rowOf(store, id).id, name);
        const run = view(id);
        events.emit('run', run);
        return run;
      },
    },
    listener: {
      projectOpened(store) {
        open = { store, queue: createQueue(store) };
        open.queue.recover();
        if (options.continuesQueue ?? true) open.queue.startNext();
      },
      async projectClosing() {
        const queue = open?.queue;
        await held.ended();
        await queue?.close();
        open = null;
      },
    },
  };
}

const presetViews: readonly Preset[] = presets.map(({ id, title, description, config }) => ({
  id,
  title,
  description,
  config,
  settings: trainingSettings,
}));
