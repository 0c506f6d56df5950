import { memo } from 'react';
import { cx } from '../../components/cx.ts';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { DeltaBar } from './delta-bar.tsx';
import { difference, type ImageRow } from './image-rows.ts';

interface Props {
  readonly id: string;
  readonly row: ImageRow;
  readonly fileName: string;
  readonly scale: number;
  readonly selected: boolean;
  /** 1-based, of `size`. */
  readonly position: number;
  readonly size: number;
  readonly top: number;
  readonly height: number;
  readonly onSelect: (imageId: number) => void;
}

/** One image of the list: thumbnail, name, class, both scores and their difference. */
export const ImageListRow = memo(function ImageListRow({ row, selected, ...rest }: Props) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list box has the focus and names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box and the window's shortcuts handle the keys
    <div
      role="option"
      id={rest.id}
      aria-selected={selected}
      aria-posinset={rest.position}
      aria-setsize={rest.size}
      onClick={() => rest.onSelect(row.imageId)}
      className={cx(
        'absolute inset-x-0 flex items-center gap-2.5 border-line border-b px-3',
        selected ? 'bg-accent-soft shadow-[inset_2px_0_0_var(--color-accent)]' : 'hover:bg-hover',
      )}
      style={{ transform: `translateY(${rest.top}px)`, height: rest.height }}
    >
      <Thumbnail imageId={row.imageId} className="size-10 shrink-0 rounded-sm bg-stage object-cover" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{rest.fileName}</span>
        <span className="block truncate text-ink-3 text-xs">{row.class ?? 'no class'}</span>
      </span>
      <span className="flex w-28 shrink-0 @sm:w-36 flex-col gap-1">
        <span className="tabular flex justify-between text-ink-2 text-xs">
          <span>A {row.ciderA.toFixed(2)}</span>
          <span>B {row.ciderB.toFixed(2)}</span>
        </span>
        <DeltaBar difference={difference(row)} scale={rest.scale} />
      </span>
    </div>
  );
});
