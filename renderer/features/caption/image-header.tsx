import { ArrowLeft, ChevronLeft, ChevronRight, FolderSearch } from 'lucide-react';
import type { ImageDetail } from '../../../preload/contract/images.ts';
import { useApiMutation } from '../../app/engine/api-hooks.ts';
import { shownKeys } from '../../app/shortcuts/shortcuts.ts';
import { count, formatBytes } from '../../app/words/format.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';

interface Props {
  readonly image: ImageDetail | undefined;
  /** 0-based position among the filtered images; −1 when it no longer matches. */
  readonly index: number;
  readonly total: number;
  readonly onBack: () => void;
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

/** The image's name and facts, and the buttons to its neighbours. */
export function ImageHeader({ image, index, total, onBack, onPrevious, onNext }: Props) {
  const card = image?.card;
  return (
    <div className="flex h-10 shrink-0 items-center gap-3 border-line border-b bg-surface px-2">
      <Button variant="ghost" onClick={onBack} className="px-2">
        <ArrowLeft size={15} aria-hidden />
        Grid
      </Button>
      <h1 className="min-w-0 shrink truncate font-semibold" title={image?.path} data-selectable>
        {card?.fileName ?? 'Loading…'}
      </h1>
      {card && image && (
        <>
          {card.class && <Badge>{card.class}</Badge>}
          <Badge>{card.split}</Badge>
          <p className="tabular hidden shrink-0 text-ink-3 text-xs md:block">
            {card.width} × {card.height} px · {formatBytes(image.bytes)}
          </p>
          {!card.missing && <Reveal path={image.path} />}
        </>
      )}
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <span className="tabular mr-1 text-ink-2 text-xs">
          {index >= 0 ? `${count(index + 1)} of ${count(total)}` : 'No longer matches the filter'}
        </span>
        <IconButton
          icon={ChevronLeft}
          label="Previous image"
          keys={shownKeys('previousImage')}
          disabled={onPrevious === null}
          onClick={() => onPrevious?.()}
        />
        <IconButton
          icon={ChevronRight}
          label="Next image"
          keys={shownKeys('nextImage')}
          disabled={onNext === null}
          onClick={() => onNext?.()}
        />
      </div>
    </div>
  );
}

function Reveal({ path }: { readonly path: string }) {
  const reveal = useApiMutation('shell', 'reveal');
  return <IconButton icon={FolderSearch} size="sm" label="Show in folder" onClick={() => reveal.mutate({ path })} />;
}
