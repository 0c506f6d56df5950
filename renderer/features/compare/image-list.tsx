import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { ImageListRow } from './image-list-row.tsx';
import { difference, type ImageRow } from './image-rows.ts';

interface Props {
  readonly rows: readonly ImageRow[];
  readonly fileNames: ReadonlyMap<number, string> | undefined;
  readonly selectedId: number | null;
  readonly onSelect: (imageId: number) => void;
}

const ROW_PX = 56;
const PAGE = 8;

/** All images with both scores; only those in view are rendered. */
export function ImageList({ rows, fileNames, selectedId, onSelect }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const scale = Math.max(0.5, ...rows.map((row) => Math.abs(difference(row))));
  const selected = rows.findIndex((row) => row.imageId === selectedId);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    getItemKey: (index) => rows[index]?.imageId ?? index,
  });
  useEffect(() => {
    if (selected >= 0) list.scrollToIndex(selected, { align: 'auto' });
  }, [selected, list]);
  const onKeyDown = (event: KeyboardEvent) => {
    const target =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? rows.length - 1
          : event.key === 'PageDown'
            ? selected + PAGE
            : event.key === 'PageUp'
              ? selected - PAGE
              : null;
    if (target === null) return;
    const row = rows[Math.min(rows.length - 1, Math.max(0, target))];
    if (row) onSelect(row.imageId);
    event.preventDefault();
  };
  return (
    <div ref={scroller} className="@container min-h-0 flex-1 overflow-y-auto">
      <div
        role="listbox"
        aria-label="Images"
        tabIndex={0}
        aria-activedescendant={selected >= 0 ? `${id}-${selectedId}` : undefined}
        onKeyDown={onKeyDown}
        className="focus-inset relative w-full"
        style={{ height: list.getTotalSize() }}
      >
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <ImageListRow
              key={item.key}
              id={`${id}-${row.imageId}`}
              row={row}
              fileName={fileNames?.get(row.imageId) ?? `Image ${row.imageId}`}
              scale={scale}
              selected={row.imageId === selectedId}
              position={item.index + 1}
              size={rows.length}
              top={item.start}
              height={ROW_PX}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
}
