import { useMemo } from 'react';
import type { RunPoint } from '../../../preload/contract/runs.ts';
import { trueMinus } from '../../app/words/format.ts';
import { chartData } from './chart-data.ts';
import type { ChartDefinition } from './chart-definitions.ts';
import { LineChart } from './line-chart.tsx';
import { neededRange, type PhaseAxis } from './phase-axis.ts';
import { phaseTitle, type RunPhase } from './run-phase.ts';

/** More than a chart has pixels; uPlot draws this many in a few milliseconds. */
const DRAWN_POINTS = 1500;

interface Props {
  readonly chart: ChartDefinition;
  /** Grows in place; `version` changes with it. */
  readonly points: readonly RunPoint[];
  readonly version: number;
  readonly axis: PhaseAxis;
  readonly phase: RunPhase | null;
  readonly range: readonly [number, number];
}

/** One of the live curves of a run. */
export function CurveChart({ chart, points, version, axis, phase, range }: Props) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` changes with the points, which grow in place
  const data = useMemo(
    () => chartData({ points, keys: chart.lines.map((line) => line.key), axis, phase, cap: DRAWN_POINTS }),
    [chart, points, version, axis.scstOffset, phase],
  );
  const lines = useMemo(
    () =>
      chart.lines.map((line, index) => ({
        title: line.title,
        raw: data.lines[index]?.raw ?? [],
        smoothed: data.lines[index]?.smoothed ?? [],
      })),
    [chart, data],
  );
  const format = (value: number | null) => formatPoint(value, chart.digits);
  return (
    <LineChart
      title={chart.title}
      description={chart.description}
      x={data.x}
      lines={lines}
      range={neededRange(axis, range, data.points[0]?.phase, data.points.at(-1)?.phase)}
      boundary={axis.boundary}
      format={format}
      describe={(index) => {
        const point = data.points[index];
        return point ? `${phaseTitle[point.phase]} · epoch ${point.epoch.toFixed(2)} · step ${point.step}` : '';
      }}
    />
  );
}

/** Formats a value with plain digits; values too small for that, such as learning rates, as a power of ten. */
function formatPoint(value: number | null, digits: number): string {
  if (value === null) return '–';
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1).replaceAll('-', '−');
  return trueMinus(value.toFixed(Math.min(digits, 3)));
}
