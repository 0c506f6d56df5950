import { Thumbnail } from '../../renderer/components/thumbnail.tsx';
import type { GridSize } from '../../renderer/features/browse/grid-geometry.ts';
import { ImageCardCell } from '../../renderer/features/browse/image-card.tsx';
import { ImageHeader } from '../../renderer/features/caption/image-header.tsx';
import { ImageStage } from '../../renderer/features/caption/image-stage.tsx';
import { captions, cards } from '../fixtures/images.ts';
import { Section, Specimen } from '../specimen.tsx';

const nothing = () => undefined;
const SIZES: readonly { readonly size: GridSize; readonly px: number }[] = [
  { size: 'small', px: 104 },
  { size: 'medium', px: 156 },
  { size: 'large', px: 228 },
];

export function ImageSection() {
  const all = [...Object.values(cards), null];
  return (
    <Section title="Images">
      <Specimen of="Thumbnail" row>
        <Thumbnail imageId={1} alt="Fields and a road" className="size-16 rounded-md object-cover" />
        <Thumbnail imageId={2} alt="Fields and a roof" className="size-10 rounded-sm object-cover" />
      </Specimen>
      {SIZES.map(({ size, px }) => (
        <Specimen key={size} of={`ImageCardCell (${size})`}>
          <div role="grid" aria-label={`Image cards (${size})`}>
            <div
              role="row"
              tabIndex={-1}
              className="grid gap-3"
              style={{ gridTemplateColumns: `repeat(auto-fill, ${px}px)` }}
            >
              {all.map((card, index) => (
                <ImageCardCell
                  key={card?.id ?? 'loading'}
                  index={index}
                  column={index + 1}
                  card={card}
                  size={size}
                  focusable={index === 0}
                  selected={index === 1}
                  onFocus={nothing}
                  onOpen={nothing}
                />
              ))}
            </div>
          </div>
        </Specimen>
      ))}
      <Specimen of="ImageHeader">
        {/* A bar as wide as the window, which is never as narrow as this page may be. */}
        <div className="overflow-x-auto">
          <div className="min-w-170">
            <ImageHeader
              image={{ card: cards.plain, path: '/data/ucm/airport_1.jpg', bytes: 34_567, captions }}
              index={41}
              total={2100}
              onBack={nothing}
              onPrevious={nothing}
              onNext={null}
            />
            <ImageHeader image={undefined} index={-1} total={0} onBack={nothing} onPrevious={null} onNext={null} />
          </div>
        </div>
      </Specimen>
      <Specimen of="ImageStage">
        <div className="grid h-64 grid-cols-2 gap-3">
          <div className="flex min-w-0">
            <ImageStage card={cards.plain} />
          </div>
          <div className="flex min-w-0">
            <ImageStage card={cards.missing} />
          </div>
        </div>
      </Specimen>
    </Section>
  );
}
