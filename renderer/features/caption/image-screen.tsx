import { useEffect, useRef } from 'react';
import { usePanels } from '../../app/frame/panel-store.ts';
import { useUi } from '../../app/navigation/ui-store.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Splitter } from '../../components/splitter.tsx';
import { neighbours } from '../browse/filter.ts';
import { useImageIds } from '../browse/use-images.ts';
import { GraphPanel } from '../graph/graph-panel.tsx';
import { useGraphs } from '../graph/use-graphs.ts';
import { CaptionList, focusCaption } from './caption-list.tsx';
import { Filmstrip } from './filmstrip.tsx';
import { ImageHeader } from './image-header.tsx';
import { ImageStage } from './image-stage.tsx';
import { useCaptionActions, useImage } from './use-captions.ts';
import { useImageKeys } from './use-image-keys.ts';

/** One image with its captions and the scene graph of the selected one. */
export function ImageScreen({ imageId }: { readonly imageId: number }) {
  const { filter, openImage, closeImage, selectedCaptionId, selectCaption } = useUi();
  const { captionsWidth, graphHeight, graphShown, set } = usePanels();
  const image = useImage(imageId);
  const ids = useImageIds(filter).data?.ids ?? [];
  const graphs = useGraphs(imageId);
  const actions = useCaptionActions(imageId);

  const lastIndex = useRef(0);
  const place = neighbours(ids, imageId, lastIndex.current);
  if (place.index >= 0) lastIndex.current = place.index;
  const goTo = (id: number | null) => (id === null ? null : () => openImage(id));

  const captions = image.data?.captions ?? [];
  const selected = captions.find((one) => one.id === selectedCaptionId) ?? captions[0] ?? null;
  /** Set by "save and next" in the last caption, so that the next image opens with the caret in its first caption. */
  const writeOn = useRef(false);
  useEffect(() => {
    const first = captions[0];
    if (!writeOn.current || !first || first.imageId !== imageId) return;
    writeOn.current = false;
    focusCaption(first.id);
  }, [captions, imageId]);

  useImageKeys({
    captions,
    selected,
    actions,
    onSelect: selectCaption,
    onBack: closeImage,
    onPrevious: goTo(place.previous),
    onNext: goTo(place.next),
  });

  return (
    <div className="flex h-full min-h-0 flex-col">
      <ImageHeader
        image={image.data}
        index={place.index}
        total={ids.length}
        onBack={closeImage}
        onPrevious={goTo(place.previous)}
        onNext={goTo(place.next)}
      />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          {image.data ? <ImageStage key={imageId} card={image.data.card} /> : <div className="flex-1 bg-stage" />}
          <Filmstrip ids={ids} currentId={imageId} onOpen={openImage} />
        </div>
        <Splitter
          label="Caption width"
          size={captionsWidth}
          minimum={360}
          maximum={Math.max(400, window.innerWidth - 320)}
          reverse
          onChange={(width) => set({ captionsWidth: width })}
        />
        <aside
          aria-label="Captions and scene graph"
          style={{ width: captionsWidth, maxWidth: 'min(100vw - 320px, 56vw)' }}
          className="flex min-h-0 shrink-0 flex-col bg-surface"
        >
          {image.isError && <ErrorNotice error={image.error} className="m-3" onRetry={() => void image.refetch()} />}
          {image.isPending && <EmptyState title="Loading…" />}
          {image.data && (
            <CaptionList
              key={imageId}
              captions={captions}
              graphs={graphs.data?.captions ?? []}
              selectedId={selected?.id ?? null}
              actions={actions}
              onSelect={selectCaption}
              onPastEnd={() => {
                if (place.next === null) return;
                writeOn.current = true;
                openImage(place.next);
              }}
            />
          )}
          {graphShown && (
            <>
              <Splitter
                label="Scene graph height"
                orientation="horizontal"
                size={graphHeight}
                minimum={140}
                maximum={Math.max(160, window.innerHeight - 280)}
                reverse
                onChange={(height) => set({ graphHeight: height })}
              />
              <div style={{ height: graphHeight, maxHeight: '52%' }} className="min-h-0 shrink-0">
                <GraphPanel graphs={graphs} captions={captions} selectedId={selected?.id ?? null} />
              </div>
            </>
          )}
        </aside>
      </div>
    </div>
  );
}
