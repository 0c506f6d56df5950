import { CircleCheck, Flag, ImageOff } from 'lucide-react';
import { memo, useState } from 'react';
import type { ImageCard } from '../../../preload/contract/images.ts';
import { cx } from '../../components/cx.ts';
import { Thumbnail } from '../../components/thumbnail.tsx';
import type { GridSize } from './grid-geometry.ts';

interface Props {
  readonly index: number;
  /** 1-based, for the grid's semantics. */
  readonly column: number;
  /** Null while loading. */
  readonly card: ImageCard | null;
  readonly size: GridSize;
  /** True for the one cell that Tab reaches. */
  readonly focusable: boolean;
  readonly selected: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
}

/** One image in the grid: thumbnail, name, first caption and status marks. */
export const ImageCardCell = memo(
  function ImageCardCell({ index, column, card, size, focusable, selected, onFocus, onOpen }: Props) {
    return (
      <div
        role="gridcell"
        data-index={index}
        aria-colindex={column}
        aria-selected={selected}
        aria-label={card ? undefined : 'Loading…'}
        tabIndex={focusable ? 0 : -1}
        onFocus={onFocus}
        onClick={onOpen}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          onOpen();
        }}
        className="group flex min-w-0 flex-col rounded-md outline-none"
      >
        {card ? <CardBody card={card} size={size} selected={selected} /> : <CardSkeleton />}
      </div>
    );
  },
  (a, b) =>
    a.card === b.card &&
    a.index === b.index &&
    a.column === b.column &&
    a.size === b.size &&
    a.focusable === b.focusable &&
    a.selected === b.selected,
);

/** Lists the facts that only a screen reader needs: those hidden by the card's size or shown as marks. */
function unseen(card: ImageCard, size: GridSize): string {
  const facts = [
    size === 'small' && card.class,
    size === 'small' && (card.caption ?? 'no caption'),
    card.split,
    card.flagged && 'flagged',
    card.reviewed && 'reviewed',
  ];
  return facts.filter(Boolean).join(', ');
}

function CardBody({ card, size, selected }: { card: ImageCard; size: GridSize; selected: boolean }) {
  return (
    <>
      <div
        className={cx(
          'relative aspect-square overflow-hidden rounded-md bg-stage outline-offset-2',
          'group-hover:outline-2 group-hover:outline-edge',
          selected && 'outline-2 outline-edge',
          'group-focus-visible:outline-2 group-focus-visible:outline-accent',
        )}
      >
        <Picture card={card} />
        <div className="absolute right-1 bottom-1 flex gap-1">
          {card.flagged && <Mark icon="flag" label="Flagged" />}
          {card.reviewed && <Mark icon="check" label="Reviewed" />}
        </div>
      </div>
      <p className="mt-1 flex min-w-0 items-baseline gap-1.5 text-xs">
        <span className="max-w-full shrink-0 truncate font-medium text-ink">{card.fileName}</span>
        {size !== 'small' && namesClass(card) && <span className="min-w-0 truncate text-ink-3">{card.class}</span>}
      </p>
      {size !== 'small' && (
        <p className={cx('text-ink-2 text-xs', size === 'large' ? 'line-clamp-3' : 'line-clamp-2')}>
          {card.caption ?? <span className="text-ink-3">No caption</span>}
        </p>
      )}
      <span className="sr-only">{unseen(card, size)}</span>
    </>
  );
}

/** A file name that begins with its class already shows it. */
function namesClass(card: ImageCard): boolean {
  return card.class !== null && !card.fileName.startsWith(card.class);
}

function Mark({ icon, label }: { readonly icon: 'flag' | 'check'; readonly label: string }) {
  const Icon = icon === 'flag' ? Flag : CircleCheck;
  return (
    <span
      title={label}
      className={cx(
        'flex size-5 items-center justify-center rounded-sm bg-raised shadow-pop',
        icon === 'flag' ? 'text-bad' : 'text-ok',
      )}
    >
      <Icon size={13} strokeWidth={2.25} aria-hidden />
    </span>
  );
}

function Picture({ card }: { readonly card: ImageCard }) {
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  if (card.missing || state === 'failed') {
    return (
      <div className="flex size-full flex-col items-center justify-center gap-1 bg-hover p-2 text-center text-ink-2 text-xs">
        <ImageOff size={20} strokeWidth={1.5} aria-hidden />
        {card.missing ? 'File missing' : 'Unreadable'}
      </div>
    );
  }
  return (
    <Thumbnail
      imageId={card.id}
      onLoad={() => setState('shown')}
      onError={() => setState('failed')}
      className={cx('size-full object-cover', state === 'loading' && 'animate-pulse bg-hover')}
    />
  );
}

export function CardSkeleton() {
  return (
    <>
      <div className="aspect-square animate-pulse rounded-md bg-hover" />
      <div className="mt-1.5 h-2.5 w-2/3 animate-pulse rounded-xs bg-hover" />
    </>
  );
}
