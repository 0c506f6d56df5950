import { type RefObject, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type ChartColors, readChartColors, useThemeVersion } from './chart-colors.ts';
import { chartOptions, type DrawnLine } from './chart-options.ts';

export interface PlotInput {
  readonly x: readonly number[];
  readonly lines: readonly DrawnLine[];
  readonly range: readonly [number, number];
  readonly boundary: number | null;
  readonly height: number;
}
/** The point nearest to the pointer in this chart or another of the run: they share the cursor. */
export interface PlotHover {
  /** True when the pointer is in this chart, `left` px from the left of its plotting area. */
  readonly own: boolean;
  readonly index: number;
  readonly left: number;
}

/**
 * Draws a uPlot chart in the element of `ref`, created once for the shape of its lines. It follows data, size and
 * theme on animation frames. Returns the hovered point.
 */
export function usePlot(ref: RefObject<HTMLDivElement | null>, input: PlotInput): PlotHover | null {
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(input);
  latest.current = input;
  const colors = useRef<ChartColors | null>(null);
  const [hover, setHover] = useState<PlotHover | null>(null);
  const shape = input.lines.map((line) => `${line.title} ${line.smoothed === null}`).join('|');

  // biome-ignore lint/correctness/useExhaustiveDependencies: created again only when the shape of the lines changes
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const read = () => (colors.current ??= readChartColors(element));
    const chart = new uPlot(
      chartOptions({
        width: Math.max(80, element.clientWidth),
        height: input.height,
        shape: input.lines.map((line) => ({ title: line.title, smoothed: line.smoothed !== null })),
        colors: read,
        range: () => latest.current.range,
        boundary: () => latest.current.boundary,
        onCursor: (at) => {
          const index = at.cursor.idx ?? null;
          const own = at.over.matches(':hover');
          const left = own ? (at.cursor.left ?? 0) : 0;
          setHover((before) => {
            if (index === null || (at.cursor.left ?? -1) < 0) return null;
            const same = before?.index === index && before.left === left && before.own === own;
            return same ? before : { index, left, own };
          });
        },
      }),
      aligned(latest.current),
      element,
    );
    plot.current = chart;
    const resize = new ResizeObserver(() => {
      requestAnimationFrame(() => {
        if (plot.current === chart)
          chart.setSize({ width: Math.max(80, element.clientWidth), height: latest.current.height });
      });
    });
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.current = null;
      chart.destroy();
      setHover(null);
    };
  }, [shape, input.height]);

  const { x, lines, range, boundary } = input;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `range` and `boundary` are read through `latest` while drawing
  useEffect(() => {
    const frame = requestAnimationFrame(() => plot.current?.setData(aligned(latest.current)));
    return () => cancelAnimationFrame(frame);
  }, [x, lines, range[0], range[1], boundary]);

  const theme = useThemeVersion();
  useEffect(() => {
    if (theme === 0) return;
    colors.current = null;
    plot.current?.redraw(false);
  }, [theme]);
  return hover;
}

function aligned({ x, lines }: PlotInput): uPlot.AlignedData {
  const columns = lines.flatMap((line) => (line.smoothed === null ? [line.raw] : [line.raw, line.smoothed]));
  return [[...x], ...columns.map((column) => [...column])];
}
