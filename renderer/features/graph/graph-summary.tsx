import { cx } from '../../components/cx.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import type { GraphItem, ObjectState } from './graph-items.ts';
import { STATE_LOOKS } from './state-looks.ts';

const SHOWN: readonly ObjectState[] = ['matched', 'unsupported', 'missing'];

/** The number of objects in each state, which is also the drawing's legend. */
export function GraphSummary({ items }: { readonly items: readonly GraphItem[] }) {
  if (items.some((item) => item.state === 'alone')) {
    return <p className="truncate text-ink-3 text-xs">No other captions to compare with</p>;
  }
  return (
    <ul aria-label="Comparison with other captions" className="flex min-w-0 items-center gap-2 overflow-hidden">
      {SHOWN.map((state) => {
        const { icon: Icon, word, meaning, text } = STATE_LOOKS[state];
        const number = items.filter((item) => item.state === state).length;
        return (
          <Tooltip key={state} label={meaning}>
            <li className={cx('tabular flex shrink-0 items-center gap-1 text-xs', number === 0 ? 'text-ink-3' : text)}>
              <Icon size={12} strokeWidth={2.25} aria-hidden />
              {number} {word}
            </li>
          </Tooltip>
        );
      })}
    </ul>
  );
}
