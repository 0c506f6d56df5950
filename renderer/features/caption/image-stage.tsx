import { ImageOff, Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ImageCard } from '../../../preload/contract/images.ts';
import { imageUrl } from '../../app/engine/nadir.ts';
import { shownKeys } from '../../app/shortcuts/shortcuts.ts';
import { useShortcut } from '../../app/shortcuts/use-shortcut.ts';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useZoom } from './use-zoom.ts';

/** From this scale on, pixels are drawn as squares. */
const PIXEL_SCALE = 6;

/** The image: zoom with the wheel or keys, pan by dragging or with the arrow keys. */
export function ImageStage({ card }: { readonly card: ImageCard }) {
  const stage = useRef<HTMLElement>(null);
  const [failed, setFailed] = useState(false);
  const { view, dragging, handlers, zoomIn, zoomOut, fit, original } = useZoom(stage, card);
  useShortcut('zoomIn', zoomIn);
  useShortcut('zoomOut', zoomOut);
  useShortcut('zoomFit', fit);
  const percent = Math.round(view.scale * 100);
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={stage}
        aria-label="Image. Arrow keys pan, plus and minus zoom."
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it must be focusable to be panned by keys
        tabIndex={0}
        {...handlers}
        className={cx(
          'absolute inset-0 touch-none overflow-hidden bg-stage focus-inset',
          dragging ? 'cursor-grabbing' : 'cursor-grab',
        )}
      >
        {failed || card.missing ? (
          <Unavailable missing={card.missing} />
        ) : (
          <img
            src={imageUrl('full', card.id)}
            alt={card.caption ?? card.fileName}
            draggable={false}
            onError={() => setFailed(true)}
            style={{
              width: card.width,
              height: card.height,
              transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
            }}
            className={cx(
              'absolute top-0 left-0 max-w-none origin-top-left select-none',
              view.scale >= PIXEL_SCALE && '[image-rendering:pixelated]',
            )}
          />
        )}
      </section>
      <div
        role="toolbar"
        aria-label="Zoom"
        className="absolute right-3 bottom-3 flex items-center rounded-lg bg-raised p-0.5 shadow-pop"
      >
        <IconButton icon={ZoomOut} label="Zoom out" keys={shownKeys('zoomOut')} onClick={zoomOut} size="sm" />
        <button
          type="button"
          onClick={original}
          aria-label={`${percent} %, zoom to 100 %`}
          className="tabular h-6 w-13 rounded-sm text-center text-ink-2 text-xs hover:bg-hover"
        >
          {percent} %
        </button>
        <IconButton icon={ZoomIn} label="Zoom in" keys={shownKeys('zoomIn')} onClick={zoomIn} size="sm" />
        <IconButton icon={Maximize} label="Fit image" keys={shownKeys('zoomFit')} onClick={fit} size="sm" />
      </div>
    </div>
  );
}

function Unavailable({ missing }: { readonly missing: boolean }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-6 text-center text-ink-2">
      <ImageOff size={28} strokeWidth={1.25} aria-hidden />
      <p className="max-w-80">
        {missing
          ? 'The image file is missing. Choose “Find missing images…” in the project menu.'
          : 'The image file cannot be read. It may be damaged.'}
      </p>
    </div>
  );
}
