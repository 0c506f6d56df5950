import type { Model, PredictionSet } from '../../../preload/contract/compare.ts';
import type { ProjectInfo } from '../../../preload/contract/project.ts';

type SplitCount = ProjectInfo['splits'][number];

export interface Pair {
  readonly a: Model;
  readonly b: Model;
}

/**
 * The two models to show: what the person chose as far as it still exists, otherwise the bundled model as A and the
 * first run as B (the list has the newest first), otherwise whatever else there is. Null with fewer than two models.
 */
export function resolvePair(
  models: readonly Model[],
  chosen: { readonly a: string | null; readonly b: string | null },
): Pair | null {
  if (models.length < 2) return null;
  const find = (id: string | null) => models.find((model) => model.id === id);
  const order = (kinds: readonly Model['kind'][], except: Model | undefined) =>
    kinds.flatMap((kind) => models.filter((model) => model.kind === kind)).find((model) => model.id !== except?.id);
  const chosenA = find(chosen.a);
  const chosenB = find(chosen.b);
  const a = chosenA ?? order(['bundled', 'run', 'library', 'baseline'], chosenB);
  const b = chosenB ?? order(['run', 'library', 'baseline', 'bundled'], a);
  return a === undefined || b === undefined ? null : { a, b };
}

export type SetState = 'missing' | 'running' | 'finished' | 'stale' | 'failed';

/** Whether a model's captions of a split are there: never made, being made, made of images that changed since, failed. */
export function setState(set: PredictionSet | undefined): SetState {
  if (set === undefined) return 'missing';
  if (set.state === 'finished' && set.stale) return 'stale';
  return set.state;
}

/** Val before test before train, the way results are looked at; other splits after them. Empty ones are left out. */
export function splitOrder(splits: readonly SplitCount[]): readonly SplitCount[] {
  const rank = (name: string) => {
    const known = ['val', 'test', 'train'].indexOf(name);
    return known < 0 ? 3 : known;
  };
  return splits
    .filter((split) => split.images > 0)
    .toSorted((one, other) => rank(one.name) - rank(other.name) || one.name.localeCompare(other.name));
}
