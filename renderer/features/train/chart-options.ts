import uPlot from 'uplot';
import { trueMinus } from '../../app/words/format.ts';
import type { ChartColors } from './chart-colors.ts';

/** One drawn line. Lines differ by dash as well as by colour. */
export interface DrawnLine {
  readonly title: string;
  readonly raw: readonly (number | null)[];
  /** Drawn over the pale raw values. Null draws the raw values with a dot each. */
  readonly smoothed: readonly (number | null)[] | null;
}

export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  /** The chart's lines, and which of them are smoothed. */
  readonly shape: readonly { readonly title: string; readonly smoothed: boolean }[];
  readonly colors: () => ChartColors;
  readonly range: () => readonly [number, number];
  readonly boundary: () => number | null;
  readonly onCursor: (chart: uPlot) => void;
}

const AXIS_FONT = '11px "Inter Variable", system-ui, sans-serif';
const DASH = [6, 4];

/**
 * Makes uPlot's options for one chart. Colours, range and boundary are read at every drawing because they may change.
 */
export function chartOptions(frame: ChartFrame): uPlot.Options {
  const axis: uPlot.Axis = {
    font: AXIS_FONT,
    stroke: () => frame.colors().text,
    grid: { stroke: () => frame.colors().grid, width: 1 },
    ticks: { show: false },
    gap: 4,
  };
  return {
    width: frame.width,
    height: frame.height,
    padding: [16, 10, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [...frame.range()] as [number, number] },
      y: { range: (_, low, high) => paddedRange(low, high) },
    },
    axes: [
      { ...axis, size: 22, space: 56 },
      { ...axis, size: 46, space: 28, values: (_, splits) => tickTexts(splits) },
    ],
    series: [{}, ...frame.shape.flatMap((line, index) => lineSeries(line.smoothed, index, frame.colors))],
    cursor: {
      y: false,
      sync: { key: 'nadir-run', scales: ['x', null] },
      drag: { x: false, y: false },
      points: { show: (_, series) => cursorDot(frame.shape, series) },
    },
    hooks: {
      drawClear: [(chart) => drawBoundary(chart, frame)],
      setCursor: [frame.onCursor],
    },
  };
}

function lineSeries(smoothed: boolean, index: number, colors: () => ChartColors): uPlot.Series[] {
  const stroke = () => (index === 0 ? colors().first : colors().second);
  const dash = index === 0 ? {} : { dash: DASH };
  if (!smoothed) {
    const points = { show: true, size: 6, width: 0, fill: stroke };
    return [{ stroke, width: 1.75, spanGaps: true, points, ...dash }];
  }
  return [
    { stroke, width: 1, alpha: 0.28, spanGaps: true, points: { show: false } },
    { stroke, width: 1.75, spanGaps: true, points: { show: isSparse, size: 6, width: 0, fill: stroke }, ...dash },
  ];
}

/** Too few values for a visible line: each gets a dot. */
const isSparse = (chart: uPlot, series: number): boolean =>
  (chart.data[series] ?? []).filter((value) => value !== null).length <= 3;

/** Makes the dot at the hovered point: one per line, on its smoothed values if it has any. */
function cursorDot(shape: ChartFrame['shape'], series: number): HTMLElement {
  const strong = shape.flatMap((line, index) =>
    line.smoothed
      ? [
          { index, shown: false },
          { index, shown: true },
        ]
      : [{ index, shown: true }],
  )[series - 1];
  const dot = document.createElement('div');
  dot.hidden = !strong?.shown;
  Object.assign(dot.style, {
    width: '7px',
    height: '7px',
    margin: '-3.5px 0 0 -3.5px',
    background: strong?.index === 0 ? 'var(--color-accent)' : 'var(--color-ink-2)',
  });
  return dot;
}

/** Adds a twelfth of the values' height above and below; a flat line gets room so that the scale is not empty. */
function paddedRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 1;
    return [low - room, high + room];
  }
  const room = (high - low) / 12;
  return [low - room, high + room];
}

/** Formats ticks with as many digits as their distance needs; tiny values, such as learning rates, as powers of ten. */
function tickTexts(splits: readonly number[]): string[] {
  const distance = Math.abs((splits[1] ?? 1) - (splits[0] ?? 0)) || 1;
  if (distance < 0.001) return splits.map((value) => (value === 0 ? '0' : shortPower(value)));
  // 0.25 needs two digits although it is above a tenth.
  const exact = (digits: number) => Math.abs(Number(distance.toFixed(digits)) - distance) < distance / 100;
  const digits = [0, 1, 2, 3].find(exact) ?? 4;
  return splits.map((value) => trueMinus(value.toFixed(digits)));
}

/** Formats a small number with at most two digits: 1e-4, 1.5e-4. */
const shortPower = (value: number): string => value.toExponential(1).replace('.0e', 'e').replaceAll('-', '−');

/** Draws a named line below the curves where self-critical training begins. */
function drawBoundary(chart: uPlot, frame: ChartFrame): void {
  const boundary = frame.boundary();
  if (boundary === null) return;
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(boundary, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = frame.colors().edge;
  ctx.lineWidth = ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.fillStyle = frame.colors().text;
  ctx.font = `${10 * ratio}px "Inter Variable", system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  const fits = bbox.left + bbox.width - x > 70 * ratio;
  ctx.textAlign = fits ? 'left' : 'right';
  ctx.fillText('Self-critical', x + (fits ? 4 : -4) * ratio, bbox.top - 13 * ratio);
  ctx.restore();
}
