import type { Job } from '../../../preload/contract/jobs.ts';
import type { Preset, Run } from '../../../preload/contract/runs.ts';
import type { Handlers, Input } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { RunRow } from '../../store/run-repository.ts';
import { presets } from '../../training/config/presets.ts';
import { trainingSettings } from '../../training/config/settings.ts';
import type { EngineContext, ProjectListener } from '../door/engine-context.ts';
import { preflight } from './preflight.ts';
import { runView } from './run-view.ts';
import { makeRun } from './start-run.ts';
import { lookForLateCheckpoints, type TrainingInput, trainingKind } from './training-kind.ts';

export interface RunsNamespace {
  readonly handlers: Handlers['runs'];
  readonly kind: JobKind<TrainingInput, null>;
  readonly listener: ProjectListener;
}

/** Training runs: what can be started, and what runs have left. Pausing and stopping are asked of a run's job. */
export function createRunsNamespace(context: EngineContext): RunsNamespace {
  const { events, options, jobs, hold } = context;

  const rowOf = (store: ProjectStore, id: string): RunRow => {
    const row = store.runs.get(id);
    if (row) return row;
    throw new AppError('unknown_id', `There is no run "${id}" in ${store.name}.`);
  };
  const view = (id: string): Run => {
    const store = context.project();
    return runView(store, jobs, rowOf(store, id));
  };
  const tell = (id: string): void => {
    const store = context.projectOrNull();
    const row = store?.runs.get(id);
    if (store && row) events.emit('run', runView(store, jobs, row));
  };
  const start = (input: Input<'runs', 'start'>): Promise<Run> =>
    hold(async (store) => {
      const id = await makeRun(store, options, input, (run): Job => {
        const order = {
          title: `Train "${run.name}"`,
          subject: { run: run.id, model: run.modelId },
          input: { runId: run.id },
        };
        return jobs.add(kind, order, (jobId) => store.runs.insert({ ...run, jobId })).job;
      });
      return view(id);
    });
  const kind = trainingKind(context, {
    listener: {
      run: tell,
      points: (id, points) => events.emit('runPoints', { id, points }),
      samples: (id, samples) => events.emit('runSamples', { id, samples }),
    },
    async again(runId) {
      const { preset, modelId, name, config } = rowOf(context.project(), runId);
      const run = await start({ preset, modelId, name, overrides: config });
      return jobs.get(run.jobId);
    },
  });

  return {
    kind,
    handlers: {
      presets: () => presetViews,
      preflight: ({ preset, modelId, overrides }) =>
        hold((store) => preflight(context, store, preset, modelId, overrides)),
      start,
      list: () => {
        const store = context.project();
        return store.runs.list().map((row) => runView(store, jobs, row));
      },
      get: ({ id }) => view(id),
      points: ({ id, from }) => {
        const store = context.project();
        return store.runs.points(rowOf(store, id).id, from);
      },
      samples: ({ id }) => {
        const store = context.project();
        return store.runs.samples(rowOf(store, id).id);
      },
      rename: ({ id, name }) => {
        const store = context.project();
        store.runs.rename(rowOf(store, id).id, name);
        const run = view(id);
        events.emit('run', run);
        return run;
      },
    },
    listener: {
      projectOpened: lookForLateCheckpoints,
      projectClosing: async () => undefined,
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
