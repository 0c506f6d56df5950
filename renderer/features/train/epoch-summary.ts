import type { RunPoint } from '../../../preload/contract/runs.ts';
import type { RunPhase } from './run-phase.ts';

/** Means over one epoch of one phase: one row of the epoch table. */
export interface EpochSummary {
  readonly phase: RunPhase;
  /** 1-based. */
  readonly epoch: number;
  readonly points: number;
  /** Mean of each key over the points that hold it; a key that none holds is absent. */
  readonly means: Readonly<Record<string, number>>;
}

/**
 * Makes one row for each epoch that has points, in the order of the points. Points at 0.4 and at 1.0 belong to epoch
 * 1: `epoch` counts finished work, so an epoch ends on its whole number.
 */
export function summariseEpochs(points: readonly RunPoint[]): readonly EpochSummary[] {
  const rows = new Map<
    string,
    { phase: RunPhase; epoch: number; points: number; sums: Map<string, [number, number]> }
  >();
  for (const point of points) {
    const epoch = Math.max(1, Math.ceil(point.epoch - 1e-9));
    const name = `${point.phase} ${epoch}`;
    const row = rows.get(name) ?? { phase: point.phase, epoch, points: 0, sums: new Map() };
    row.points++;
    for (const [key, value] of Object.entries(point.values)) {
      const [sum, count] = row.sums.get(key) ?? [0, 0];
      row.sums.set(key, [sum + value, count + 1]);
    }
    rows.set(name, row);
  }
  return [...rows.values()].map(({ sums, ...row }) => ({
    ...row,
    means: Object.fromEntries([...sums].map(([key, [sum, count]]) => [key, sum / count])),
  }));
}
