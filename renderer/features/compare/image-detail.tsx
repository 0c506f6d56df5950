import { ExternalLink } from 'lucide-react';
import type { ImageCard } from '../../../preload/contract/images.ts';
import { useUi } from '../../app/navigation/ui-store.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ImageStage } from '../caption/image-stage.tsx';
import { ScrollRegion } from '../train/scroll-region.tsx';
import { ModelSide } from './model-side.tsx';
import type { Pair } from './pair.ts';
import { useCompareItem } from './use-compare-data.ts';
import { diffWords, side } from './word-diff.ts';

interface Props {
  readonly pair: Pair;
  readonly split: string;
  readonly imageId: number;
  /** Undefined while loading. */
  readonly card: ImageCard | undefined;
}

/** One image with its references, both models' captions and the objects of each. */
export function ImageDetail({ pair, split, imageId, card }: Props) {
  const item = useCompareItem(pair, split, imageId);
  const openImage = useUi((state) => state.openImage);
  if (item.isError) return <ErrorNotice className="m-4" error={item.error} onRetry={() => void item.refetch()} />;
  if (item.data === undefined) return <EmptyState title="Loading image…" />;
  const { a, b, references, fileName } = item.data;
  const segments = diffWords(a.caption, b.caption);
  return (
    <ScrollRegion label={`Comparison of ${fileName}`} className="@container min-h-0 flex-1 overflow-y-auto p-4">
      <header className="mb-3 flex items-center gap-2">
        <h2 className="truncate font-semibold text-lg" data-selectable>
          {fileName}
        </h2>
        <span className="text-ink-3">{item.data.class}</span>
        <Button size="sm" variant="ghost" className="ml-auto" onClick={() => openImage(item.data.imageId)}>
          <ExternalLink size={13} aria-hidden />
          Open in Browse
        </Button>
      </header>
      <div className="mb-4 grid grid-cols-[clamp(160px,34%,380px)_1fr] items-start gap-4">
        <div className="flex aspect-square overflow-hidden rounded-lg bg-stage">
          {card && <ImageStage key={card.id} card={card} />}
        </div>
        <section aria-labelledby="references-title">
          <h3 id="references-title" className="mb-1 font-semibold">
            References
          </h3>
          {references.length === 0 && <p className="text-ink-2">This image has no references.</p>}
          <ol className="flex list-decimal flex-col gap-1 pl-5 marker:text-ink-3 marker:text-xs">
            {references.map((reference, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: references may repeat word for word and never move
              <li key={index}>
                <p>{reference}</p>
              </li>
            ))}
          </ol>
        </section>
      </div>
      <div className="grid grid-cols-1 gap-3 @xl:grid-cols-2">
        <ModelSide
          letter="A"
          title={pair.a.title}
          side={a}
          references={references.length}
          other={b.cider}
          words={side(segments, 'before')}
        />
        <ModelSide
          letter="B"
          title={pair.b.title}
          side={b}
          references={references.length}
          other={a.cider}
          words={side(segments, 'after')}
        />
      </div>
    </ScrollRegion>
  );
}
