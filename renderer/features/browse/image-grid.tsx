import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useUi } from '../../app/navigation/ui-store.ts';
import { useGridSize } from './browse-toolbar.tsx';
import { GRID_GAP, GRID_PADDING, gridGeometry } from './grid-geometry.ts';
import { moveFocus } from './grid-keys.ts';
import { CardSkeleton, ImageCardCell } from './image-card.tsx';
import { useElementSize } from './use-element-size.ts';
import { useCards } from './use-images.ts';

/** The thumbnails. Only the visible rows and the focused one are rendered. Null ids mean loading. */
export function ImageGrid({ ids }: { readonly ids: readonly number[] | null }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(scroller);
  const size = useGridSize();
  const { columns, cardWidth, rowHeight } = gridGeometry(width, size);
  const selectedImageId = useUi((state) => state.selectedImageId);
  const { selectImage, openImage } = useUi.getState();
  const { startTop, rememberTop } = useScrollMemory();
  const all = ids ?? [];
  const places = useMemo(() => new Map(ids?.map((id, index) => [id, index])), [ids]);
  const focusIndex = selectedImageId === null ? 0 : (places.get(selectedImageId) ?? 0);
  const focusRow = Math.floor(focusIndex / columns);

  const rows = useVirtualizer({
    count: Math.ceil(all.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    paddingStart: GRID_PADDING,
    paddingEnd: GRID_PADDING,
    scrollPaddingStart: GRID_PADDING,
    scrollPaddingEnd: GRID_PADDING,
    overscan: 2,
    initialOffset: startTop,
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const indexes = defaultRangeExtractor(range);
        return indexes.includes(focusRow) || focusRow >= range.count
          ? indexes
          : [...indexes, focusRow].toSorted((a, b) => a - b);
      },
      [focusRow],
    ),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights change when these do
  useLayoutEffect(() => rows.measure(), [rowHeight, columns]);

  const visible = rows.getVirtualItems();
  const range = rows.range ?? { startIndex: 0, endIndex: 0 };
  const cards = useCards(all, (range.startIndex - 3) * columns, (range.endIndex + 4) * columns - 1);

  useFocusOnReturn(scroller, ids !== null && width > 0);
  const focusCell = useFocusCell(scroller);
  // Another project, a filter or undo may move the focus to an image out of view.
  const followed = useRef(selectedImageId);
  useEffect(() => {
    if (followed.current === selectedImageId || width === 0) return;
    followed.current = selectedImageId;
    rows.scrollToIndex(focusRow, { align: 'auto' });
  }, [selectedImageId, focusRow, rows, width]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moveFocus(event.key, focusIndex, all.length, columns, Math.floor(height / rowHeight));
    const id = next === null ? undefined : all[next];
    if (id === undefined || next === null) return;
    event.preventDefault();
    followed.current = id;
    selectImage(id);
    rows.scrollToIndex(Math.floor(next / columns), { align: 'auto' });
    focusCell(next);
  };

  return (
    <div
      ref={scroller}
      onScroll={(event) => rememberTop(event.currentTarget.scrollTop)}
      className="absolute inset-0 overflow-y-auto outline-none [scrollbar-gutter:stable]"
    >
      {ids === null ? (
        <Skeletons columns={columns} rowHeight={rowHeight} height={height} />
      ) : (
        <div
          role="grid"
          data-skip-target
          aria-label="Images"
          aria-rowcount={rows.options.count}
          aria-colcount={columns}
          onKeyDown={onKeyDown}
          tabIndex={-1}
          style={{ height: rows.getTotalSize() }}
          className="relative outline-none"
        >
          {width > 0 &&
            visible.map((row) => (
              <div
                key={row.key}
                role="row"
                tabIndex={-1}
                aria-rowindex={row.index + 1}
                style={{
                  transform: `translateY(${row.start}px)`,
                  paddingInline: GRID_PADDING,
                  gridTemplateColumns: `repeat(${columns}, ${cardWidth}px)`,
                  columnGap: GRID_GAP,
                  height: rowHeight - GRID_GAP,
                }}
                className="absolute inset-x-0 top-0 grid outline-none"
              >
                {all.slice(row.index * columns, (row.index + 1) * columns).map((id, column) => {
                  const index = row.index * columns + column;
                  return (
                    <ImageCardCell
                      key={id}
                      index={index}
                      column={column + 1}
                      card={cards.get(id) ?? null}
                      size={size}
                      focusable={index === focusIndex}
                      selected={id === selectedImageId}
                      onFocus={() => selectImage(id)}
                      onOpen={() => openImage(id)}
                    />
                  );
                })}
              </div>
            ))}
        </div>
      )}
    </div>
  );
}

const SETTLED_MS = 150;

/**
 * Remembers the grid's scroll position. It is stored after scrolling settles: each change of the window's state
 * redraws the whole frame, which scrolling must not wait for.
 */
function useScrollMemory() {
  const [startTop] = useState(() => useUi.getState().gridScrollTop);
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; top: number } | null>(null);
  const keep = useCallback(() => {
    if (!waiting.current) return;
    clearTimeout(waiting.current.timer);
    useUi.getState().setGridScrollTop(waiting.current.top);
    waiting.current = null;
  }, []);
  useEffect(() => keep, [keep]);
  const rememberTop = (top: number) => {
    if (waiting.current) clearTimeout(waiting.current.timer);
    waiting.current = { top, timer: setTimeout(keep, SETTLED_MS) };
  };
  return { startTop, rememberTop };
}

/** Focuses the grid on arrival, so that keys work at once. A focused field keeps the focus. */
function useFocusOnReturn(scroller: React.RefObject<HTMLElement | null>, ready: boolean): void {
  useEffect(() => {
    if (!ready || (document.activeElement !== null && document.activeElement !== document.body)) return;
    const frame = requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [ready, scroller]);
}

/** Focuses a cell once it is rendered, which for a row scrolled to is a moment later. */
function useFocusCell(scroller: React.RefObject<HTMLElement | null>): (index: number) => void {
  return useCallback(
    (index) => {
      let tries = 8;
      const attempt = () => {
        const cell = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
        if (cell) cell.focus({ preventScroll: true });
        else if (tries-- > 0) requestAnimationFrame(attempt);
      };
      requestAnimationFrame(attempt);
    },
    [scroller],
  );
}

function Skeletons({ columns, rowHeight, height }: Record<'columns' | 'rowHeight' | 'height', number>) {
  if (rowHeight === 0) return null;
  const rows = Math.ceil(height / rowHeight);
  return (
    <div
      aria-hidden
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)`, gap: GRID_GAP, padding: GRID_PADDING }}
      className="grid"
    >
      {Array.from({ length: rows * columns }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: skeletons differ only by position
        <div key={index} style={{ height: rowHeight - GRID_GAP }}>
          <CardSkeleton />
        </div>
      ))}
    </div>
  );
}
