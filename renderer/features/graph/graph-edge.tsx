import type { SVGProps } from 'react';
import { cx } from '../../components/cx.ts';
import { borderPoint, type DrawnRelation } from './drawing-layout.ts';
import { type RelationSupport, SUPPORT_WORDS } from './relation-rows.ts';

interface Props extends SVGProps<SVGGElement> {
  readonly relation: DrawnRelation;
  /** Null without a comparison. */
  readonly support: RelationSupport | null;
  readonly faded: boolean;
  readonly marked: boolean;
}

const ARROW_PX = 6;

/** A relation: an arrow from subject to object through its predicate; dotted if only this caption states it. */
export function GraphEdge({ relation, support, faded, marked, ...rest }: Props) {
  const { subject, object, predicate, x, y, width, height } = relation;
  const from = borderPoint(subject, relation);
  const to = borderPoint(object, relation);
  const angle = (Math.atan2(to.y - y, to.x - x) * 180) / Math.PI;
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a tab stop in a drawing, read out as one phrase
    <g
      {...rest}
      role="img"
      aria-label={`${subject.item.name} ${predicate} ${object.item.name}${support === null ? '' : `; ${SUPPORT_WORDS[support]}`}`}
      className={cx('group outline-none transition-opacity duration-100', faded && 'opacity-30')}
    >
      <polyline
        points={`${from.x},${from.y} ${x},${y} ${to.x},${to.y}`}
        strokeWidth={marked ? 2 : 1.25}
        strokeDasharray={support === 'onlyHere' ? '1.5 3.5' : undefined}
        strokeLinecap="round"
        className={cx('fill-none', marked ? 'stroke-accent' : 'stroke-ink-3/70')}
      />
      <path
        d={`M0,0 L${-ARROW_PX - 1},${-ARROW_PX / 2 - 0.5} L${-ARROW_PX - 1},${ARROW_PX / 2 + 0.5} Z`}
        transform={`translate(${to.x} ${to.y}) rotate(${angle})`}
        className={marked ? 'fill-accent' : 'fill-ink-3'}
      />
      <rect
        x={x - width / 2}
        y={y - height / 2}
        width={width}
        height={height}
        rx={4}
        strokeWidth={2}
        className="fill-surface stroke-transparent group-focus-visible:stroke-accent"
      />
      <text
        x={x}
        y={y + 4}
        textAnchor="middle"
        className={cx('select-none text-[11.5px]', marked ? 'fill-accent' : 'fill-ink-2')}
      >
        {predicate}
      </text>
    </g>
  );
}
