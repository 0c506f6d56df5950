import type { Model, PredictionSet } from '../../../preload/contract/compare.ts';
import type { ProjectInfo } from '../../../preload/contract/project.ts';

type SplitCount = ProjectInfo['splits'][number];

export interface Pair {
  readonly a: Model;
  readonly b: Model;
}

/**
 * Chooses the two models to compare: the chosen ones that still exist, otherwise the bundled model as A and the
 * newest run as B, otherwise any other. Null with fewer than two models.
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

/** Returns the state of a model's captions of a split; stale means that the split's images have changed since. */
export function setState(set: PredictionSet | undefined): SetState {
  if (set === undefined) return 'missing';
  if (set.state === 'finished' && set.stale) return 'stale';
  return set.state;
}

/** Sorts splits: val, test, train, then the others. Empty splits are left out. */
export function splitOrder(splits: readonly SplitCount[]): readonly SplitCount[] {
  const rank = (name: string) => {
    const known = ['val', 'test', 'train'].indexOf(name);
    return known < 0 ? 3 : known;
  };
  return splits
    .filter((split) => split.images > 0)
    .toSorted((one, other) => rank(one.name) - rank(other.name) || one.name.localeCompare(other.name));
}
