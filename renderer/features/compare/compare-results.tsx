import { useMemo } from 'react';
import { useShortcut } from '../../app/shortcuts/use-shortcut.ts';
import { counted } from '../../app/words/format.ts';
import { cx } from '../../components/cx.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useCompare } from './compare-store.ts';
import { CorpusTable } from './corpus-table.tsx';
import { ImageDetail } from './image-detail.tsx';
import { ImageList } from './image-list.tsx';
import { arrangeRows, type ImageRow } from './image-rows.ts';
import { ListTools } from './list-tools.tsx';
import { signed } from './metric-verdict.ts';
import type { Pair } from './pair.ts';
import { useCards, useCompareTable } from './use-compare-data.ts';

const NO_ROWS: readonly ImageRow[] = [];

/** The results of two models: the image list on the left; on the right the corpus metrics or the chosen image. */
export function CompareResults({ pair, split }: { readonly pair: Pair; readonly split: string }) {
  const { sort, class: chosenClass, imageId, showImage } = useCompare();
  const table = useCompareTable(pair, split);
  const all = table.data?.images ?? NO_ROWS;
  // A class chosen in another project or split does not filter here.
  const shownClass = all.some((row) => row.class === chosenClass) ? chosenClass : null;
  const cards = useCards(useMemo(() => all.map((row) => row.imageId).sort((a, b) => a - b), [all]));
  const fileNames = useMemo(() => cards && new Map([...cards].map(([id, card]) => [id, card.fileName])), [cards]);
  const rows = useMemo(
    () => arrangeRows(all, { sort, class: shownClass, ...(fileNames ? { fileNames } : {}) }),
    [all, sort, shownClass, fileNames],
  );
  const selected = rows.some((row) => row.imageId === imageId) ? imageId : null;
  const move = (step: number) => {
    const at = rows.findIndex((row) => row.imageId === selected);
    const next = rows[Math.min(rows.length - 1, at < 0 ? 0 : Math.max(0, at + step))];
    if (next) showImage(next.imageId);
  };
  useShortcut('nextImage', () => move(1));
  useShortcut('previousImage', () => move(-1));
  useShortcut('back', () => selected !== null && showImage(null));

  if (table.isError) return <ErrorNotice className="m-4" error={table.error} onRetry={() => void table.refetch()} />;
  if (table.data === undefined) {
    return <EmptyState title="Scoring both models…">This takes a moment on a large split.</EmptyState>;
  }
  const cider = table.data.metrics.find((metric) => metric.id === 'cider');
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex w-[clamp(300px,30vw,420px)] shrink-0 flex-col border-line border-r bg-surface">
        <button
          type="button"
          aria-current={selected === null ? 'true' : undefined}
          onClick={() => showImage(null)}
          className={cx(
            'focus-inset flex items-center gap-2 border-line border-b px-3 py-2.5 text-left',
            selected === null ? 'bg-accent-soft shadow-[inset_2px_0_0_var(--color-accent)]' : 'hover:bg-hover',
          )}
        >
          <span className="flex-1 font-semibold">All {counted(all.length, 'image')}</span>
          {cider?.difference != null && (
            <span className="tabular text-ink-2 text-xs">CIDEr {signed(cider.difference)}</span>
          )}
        </button>
        <ListTools rows={all} shownClass={shownClass} />
        <ImageList rows={rows} fileNames={fileNames} selectedId={selected} onSelect={showImage} />
      </div>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {selected === null ? (
          <CorpusTable pair={pair} split={split} metrics={table.data.metrics} images={all} />
        ) : (
          <ImageDetail pair={pair} split={split} imageId={selected} card={cards?.get(selected)} />
        )}
      </div>
    </div>
  );
}
