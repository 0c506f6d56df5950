import type { Model, PredictionSet } from '../../../preload/contract/compare.ts';
import type { Run } from '../../../preload/contract/runs.ts';
import { useApiQuery } from '../engine/api-hooks.ts';
import type { ScreenId } from '../navigation/ui-store.ts';

export interface RunningJob {
  readonly title: string;
  readonly stage: string;
  readonly done: number;
  /** 0 when it is not known yet. */
  readonly total: number;
  readonly secondsLeft: number | null;
  readonly screen: ScreenId;
  /** How many other jobs run or wait. */
  readonly more: number;
}

const ACTIVE = new Set(['running', 'stopping', 'paused', 'queued']);
const ORDER = ['running', 'stopping', 'paused', 'queued'];

/** The job that the status bar shows: a training run before captioning, a working one before a waiting one. */
export function chooseJob(
  runs: readonly Run[],
  sets: readonly PredictionSet[],
  models: readonly Pick<Model, 'id' | 'title'>[] = [],
): RunningJob | null {
  const active = runs
    .filter((run) => ACTIVE.has(run.state))
    .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  // The one that has begun before those that wait for it.
  const captioning = sets.filter((set) => set.state === 'running').toSorted((a, b) => b.done - a.done);
  const more = active.length + captioning.length - 1;
  const run = active[0];
  if (run) {
    return {
      title: run.name,
      stage: run.state === 'running' ? (run.progress?.stage ?? 'starting') : run.state,
      done: run.progress?.done ?? 0,
      total: run.progress?.total ?? 0,
      secondsLeft: run.state === 'running' ? (run.progress?.secondsLeft ?? null) : null,
      screen: 'train',
      more,
    };
  }
  const set = captioning[0];
  if (!set) return null;
  return {
    title: `Captioning ${set.split}`,
    stage: models.find((model) => model.id === set.modelId)?.title ?? set.modelId,
    done: set.done,
    total: set.total,
    secondsLeft: null,
    screen: 'compare',
    more,
  };
}

export function useRunningJob(): RunningJob | null {
  const runs = useApiQuery('runs', 'list', {}).data ?? [];
  const sets = useApiQuery('compare', 'sets', {}).data ?? [];
  const models = useApiQuery('compare', 'models', {}).data ?? [];
  return chooseJob(runs, sets, models);
}
