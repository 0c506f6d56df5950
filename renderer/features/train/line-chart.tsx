import { type ReactNode, useId, useRef } from 'react';
import { cx } from '../../components/cx.ts';
import type { DrawnLine } from './chart-options.ts';
import { usePlot } from './use-plot.ts';

interface Props {
  readonly title: string;
  readonly description: string;
  readonly x: readonly number[];
  readonly lines: readonly DrawnLine[];
  /** First and last epoch of the axis. */
  readonly range: readonly [number, number];
  readonly boundary: number | null;
  readonly format: (value: number | null) => string;
  /** Heading of the tooltip for the point at an index. */
  readonly describe: (index: number) => string;
  /** Shown right of the title. */
  readonly action?: ReactNode;
  readonly height?: number;
}

/** A titled chart with the latest or hovered values in its header and a tooltip at the pointer. */
export function LineChart({ title, description, x, lines, range, boundary, format, describe, ...rest }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const noteId = useId();
  const hover = usePlot(element, { x, lines, range, boundary, height: rest.height ?? 168 });
  return (
    <figure className="m-0 flex min-w-0 flex-col rounded-lg border border-line bg-surface" aria-describedby={noteId}>
      <figcaption className="flex min-h-9 items-center gap-2 px-3 pt-1.5">
        <h3 className="font-semibold">{title}</h3>
        <div className="ml-auto flex min-w-0 items-center gap-3 text-xs">
          {lines.map((line, index) => (
            <HeadValue
              key={line.title}
              line={line}
              second={index > 0}
              named={lines.length > 1}
              at={hover?.index ?? null}
              format={format}
            />
          ))}
          {rest.action}
        </div>
      </figcaption>
      <div className="relative px-1 pb-1">
        <div ref={element} role="img" aria-label={summary(title, x, lines, format)} />
        {hover?.own && hover.index < x.length && (
          <ChartTooltip hover={hover} width={element.current?.clientWidth ?? 0} heading={describe(hover.index)}>
            {lines.map((line, index) => (
              <TooltipLine key={line.title} line={line} at={hover.index} second={index > 0} format={format} />
            ))}
          </ChartTooltip>
        )}
      </div>
      <p id={noteId} className="px-3 pb-2 text-2xs text-ink-3">
        {description}
      </p>
    </figure>
  );
}

interface LineProps {
  readonly line: DrawnLine;
  readonly second: boolean;
  readonly format: (value: number | null) => string;
}

/** The legend key of a line: a short piece of it. */
function LineKey({ second }: { readonly second: boolean }) {
  return (
    <svg width="18" height="6" aria-hidden="true" className={second ? 'text-ink-2' : 'text-accent'}>
      <title>line</title>
      <path d="M0 3h18" stroke="currentColor" strokeWidth="2" strokeDasharray={second ? '5 3' : undefined} />
    </svg>
  );
}

interface HeadProps extends LineProps {
  readonly named: boolean;
  /** Index of the hovered point; null shows the latest value. */
  readonly at: number | null;
}

function HeadValue({ line, second, named, at, format }: HeadProps) {
  const values = line.smoothed ?? line.raw;
  const value = (at === null ? values.findLast((one) => one !== null) : values[at]) ?? null;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-ink-2">
      {named && <LineKey second={second} />}
      {named && line.title}
      <span className="tabular font-semibold text-ink">{format(value)}</span>
    </span>
  );
}

function TooltipLine({ line, at, second, format }: LineProps & { readonly at: number }) {
  const raw = line.raw[at] ?? null;
  return (
    <>
      <LineKey second={second} />
      <span className="text-ink-2">{line.title}</span>
      <span className="tabular text-right font-semibold">{format(raw)}</span>
      <span className="tabular text-right text-ink-3">
        {line.smoothed === null ? '' : `smoothed ${format(line.smoothed[at] ?? null)}`}
      </span>
    </>
  );
}

interface TooltipProps {
  readonly hover: { readonly left: number };
  readonly width: number;
  readonly heading: string;
  readonly children: ReactNode;
}

function ChartTooltip({ hover, width, heading, children }: TooltipProps) {
  const right = hover.left > width / 2;
  const offset = right ? { right: width - hover.left - 36 } : { left: hover.left + 66 };
  return (
    <div
      className={cx('pointer-events-none absolute top-2 z-10 rounded-md bg-raised px-2 py-1.5 text-xs shadow-pop')}
      style={offset}
      aria-hidden
    >
      <div className="mb-0.5 whitespace-nowrap text-ink-3">{heading}</div>
      <div className="grid grid-cols-[auto_auto_auto_auto] items-center gap-x-2 whitespace-nowrap">{children}</div>
    </div>
  );
}

/** Describes the chart in one sentence for screen readers; the epoch table holds all values. */
function summary(
  title: string,
  x: readonly number[],
  lines: readonly DrawnLine[],
  format: (value: number | null) => string,
): string {
  if (x.length === 0) return `${title}: no values yet.`;
  const parts = lines.map((line) => {
    const values = line.smoothed ?? line.raw;
    const first = values.find((value) => value !== null) ?? null;
    const last = values.findLast((value) => value !== null) ?? null;
    return `${line.title} from ${format(first)} to ${format(last)}`;
  });
  return `${title} over ${x.length} points: ${parts.join('; ')}.`;
}
