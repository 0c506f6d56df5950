import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { cx } from '../../components/cx.ts';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { useCards } from '../browse/use-images.ts';

const ITEM_PX = 56;

interface Props {
  readonly ids: readonly number[];
  readonly currentId: number;
  readonly onOpen: (id: number) => void;
}

/** The images around the current one, in the grid's order. J and K move through them; Tab reaches the current one. */
export function Filmstrip({ ids, currentId, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const items = useVirtualizer({
    horizontal: true,
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ITEM_PX,
    overscan: 4,
    paddingStart: 6,
    paddingEnd: 6,
  });
  const index = ids.indexOf(currentId);
  const range = items.range ?? { startIndex: 0, endIndex: 0 };
  const cards = useCards(ids, range.startIndex, range.endIndex);
  useEffect(() => {
    if (index >= 0) items.scrollToIndex(index, { align: 'center' });
  }, [index, items]);
  return (
    <nav
      ref={scroller}
      aria-label="Filmstrip"
      className="h-17 shrink-0 overflow-x-auto overflow-y-hidden border-line border-t bg-surface [scrollbar-width:none]"
    >
      <div style={{ width: items.getTotalSize() }} className="relative h-full">
        {items.getVirtualItems().map((item) => {
          const id = ids[item.index];
          if (id === undefined) return null;
          const card = cards.get(id);
          const current = id === currentId;
          return (
            <button
              key={id}
              type="button"
              tabIndex={current ? 0 : -1}
              aria-label={card ? card.fileName : `Image ${item.index + 1}`}
              aria-current={current ? 'true' : undefined}
              onClick={() => onOpen(id)}
              style={{ transform: `translateX(${item.start}px)` }}
              className={cx(
                'absolute top-1.5 left-0.5 size-13 overflow-hidden rounded-sm bg-hover',
                current ? 'outline-2 outline-accent outline-offset-1' : 'opacity-75 hover:opacity-100',
              )}
            >
              {card && !card.missing && <Thumbnail imageId={id} className="size-full object-cover" />}
            </button>
          );
        })}
      </div>
    </nav>
  );
}
