import type { SVGProps } from 'react';
import { cx } from '../../components/cx.ts';
import type { DrawnNode } from './drawing-layout.ts';
import { itemPhrase } from './graph-items.ts';
import { ICON_PX, LINE_PX, PAD_PX } from './node-text.ts';
import { STATE_LOOKS } from './state-looks.ts';

interface Props extends SVGProps<SVGGElement> {
  readonly node: DrawnNode;
  readonly faded: boolean;
  readonly marked: boolean;
}

/**
 * One object: icon, name, count, attributes and state in words. Missing objects are dashed, unsupported ones have a
 * double border.
 */
export function GraphNode({ node, faded, marked, ...rest }: Props) {
  const { item, text, width, height } = node;
  const { icon: Icon, text: tone, fill, stroke } = STATE_LOOKS[item.state];
  const lineY = (line: number) => PAD_PX + 10 + line * LINE_PX;
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a tab stop in a drawing, read out as one phrase
    <g
      {...rest}
      role="img"
      aria-label={itemPhrase(item)}
      transform={`translate(${node.x - width / 2} ${node.y - height / 2})`}
      className={cx('group outline-none transition-opacity duration-100', faded && 'opacity-40')}
    >
      <rect
        width={width}
        height={height}
        rx={7}
        strokeWidth={marked ? 2 : 1.25}
        strokeDasharray={item.state === 'missing' ? '4 3' : undefined}
        className={cx(fill, marked ? 'stroke-accent' : stroke)}
      />
      {item.state === 'unsupported' && (
        <rect x={3} y={3} width={width - 6} height={height - 6} rx={4.5} className={cx('fill-none', stroke)} />
      )}
      <rect
        x={-3}
        y={-3}
        width={width + 6}
        height={height + 6}
        rx={9}
        strokeWidth={2}
        className="fill-none stroke-transparent group-focus-visible:stroke-accent"
      />
      <Icon x={PAD_PX} y={PAD_PX} width={12} height={12} strokeWidth={2.25} className={tone} aria-hidden />
      <text x={PAD_PX + ICON_PX} y={lineY(0)} className="select-none text-[12.5px]">
        <tspan className={cx('fill-ink font-semibold', item.state === 'missing' && 'italic')}>{text.name}</tspan>
        {text.count !== null && (
          <tspan dx={8} className="fill-ink-2 font-medium text-[12px]">
            {text.count}
          </tspan>
        )}
      </text>
      {text.attributes.map((line, i) => (
        <text key={line} x={PAD_PX + ICON_PX} y={lineY(i + 1)} className="select-none fill-ink-2 text-[11.5px]">
          {line}
        </text>
      ))}
      {text.state !== null && (
        <text
          x={PAD_PX + ICON_PX}
          y={lineY(text.attributes.length + 1)}
          className={cx('select-none fill-current text-[11.5px]', tone)}
        >
          {text.state}
        </text>
      )}
      {text.details.map(({ kind, text: line }, i) => (
        <text
          key={kind}
          x={PAD_PX + ICON_PX}
          y={lineY(text.attributes.length + (text.state === null ? 0 : 1) + 1 + i)}
          className={cx('select-none text-[11.5px]', kind === 'onlyHere' ? 'fill-bad' : 'fill-warn')}
        >
          {line}
        </text>
      ))}
    </g>
  );
}
