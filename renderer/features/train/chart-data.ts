import type { RunPoint } from '../../../preload/contract/runs.ts';
import { indicesToDraw } from './decimate.ts';
import { type PhaseAxis, position } from './phase-axis.ts';
import type { RunPhase } from './run-phase.ts';
import { smooth, smoothingRadius } from './smooth.ts';

/** The data of one chart as parallel arrays, one entry per drawn point. */
export interface ChartData {
  /** Epochs since the run's start, ascending. */
  readonly x: readonly number[];
  /** The run's points behind the entries, for the tooltip. */
  readonly points: readonly RunPoint[];
  readonly lines: readonly {
    readonly key: string;
    readonly raw: readonly (number | null)[];
    readonly smoothed: readonly (number | null)[];
  }[];
  /** Latest value of each line, smoothed; null when there is none. */
  readonly latest: readonly (number | null)[];
}

export interface ChartRequest {
  readonly points: readonly RunPoint[];
  readonly keys: readonly string[];
  readonly axis: PhaseAxis;
  /** Draw this phase only; null for both. */
  readonly phase: RunPhase | null;
  /** Approximate maximum number of drawn points. */
  readonly cap: number;
}

/**
 * Selects the points that hold one of the keys, smooths them within each phase (a mean across the boundary would mix
 * two losses) and thins them to the cap without losing extremes.
 */
export function chartData({ points, keys, axis, phase, cap }: ChartRequest): ChartData {
  const relevant = points.filter(
    (point) => (phase === null || point.phase === phase) && keys.some((key) => point.values[key] !== undefined),
  );
  const raw = keys.map((key) => relevant.map((point) => point.values[key] ?? null));
  const smoothed = raw.map((values) => smoothWithinPhases(relevant, values));
  const drawn = indicesToDraw(raw, cap);
  const pick = <T>(values: readonly T[]) => drawn.map((index) => values[index] as T);
  return {
    x: drawn.map((index) => position(axis, relevant[index] as RunPoint)),
    points: pick(relevant),
    lines: keys.map((key, line) => ({ key, raw: pick(raw[line] ?? []), smoothed: pick(smoothed[line] ?? []) })),
    latest: smoothed.map((values) => values.findLast((value) => value !== null) ?? null),
  };
}

function smoothWithinPhases(points: readonly RunPoint[], values: readonly (number | null)[]): (number | null)[] {
  const boundary = points.findIndex((point, index) => index > 0 && point.phase !== points[index - 1]?.phase);
  const parts = boundary < 0 ? [values] : [values.slice(0, boundary), values.slice(boundary)];
  return parts.flatMap((part) => smooth(part, smoothingRadius(part.length)));
}
