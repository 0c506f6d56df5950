import { FileInput, Images } from 'lucide-react';
import { useRef } from 'react';
import { usePanels } from '../../app/frame/panel-store.ts';
import { useUi } from '../../app/navigation/ui-store.ts';
import { useProjectInfo } from '../../app/project/use-project.ts';
import { useShortcut } from '../../app/shortcuts/use-shortcut.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Splitter } from '../../components/splitter.tsx';
import { ImageScreen } from '../caption/image-screen.tsx';
import { BrowseToolbar } from './browse-toolbar.tsx';
import { FacetPanel } from './facet-panel.tsx';
import { describeFilter, isFiltering, unfiltered } from './filter.ts';
import { ImageGrid } from './image-grid.tsx';
import { useImageIds } from './use-images.ts';

/** The Browse screen: the image grid with its filters, or one image. */
export function BrowseScreen() {
  const openImageId = useUi((state) => state.openImageId);
  return openImageId === null ? <GridView /> : <ImageScreen imageId={openImageId} />;
}

function GridView() {
  const info = useProjectInfo();
  const { filter, startImport } = useUi();
  const list = useImageIds(filter);
  const { facetsWidth, set } = usePanels();
  const search = useRef<HTMLInputElement>(null);
  useShortcut('find', () => {
    search.current?.focus();
    search.current?.select();
  });

  if (info?.images === 0) {
    return (
      <EmptyState
        icon={Images}
        title="No images yet"
        action={
          <Button variant="primary" size="lg" onClick={() => startImport([])}>
            <FileInput size={16} aria-hidden />
            Import images and captions…{' '}
          </Button>
        }
      >
        Choose a caption file and its image folder, or drop them on this window. Nadir shows a preview first.
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full min-h-0">
      <h1 className="sr-only">Images</h1>
      <aside aria-label="Filters" style={{ width: facetsWidth }} className="min-h-0 shrink-0 bg-surface">
        <FacetPanel />
      </aside>
      <Splitter
        label="Filter width"
        size={facetsWidth}
        minimum={160}
        maximum={360}
        onChange={(width) => set({ facetsWidth: width })}
      />
      <div className="flex min-w-0 flex-1 flex-col">
        <BrowseToolbar searchRef={search} shown={list.data?.ids.length ?? null} total={info?.images ?? 0} />
        <div className="relative min-h-0 flex-1">
          {list.isError ? (
            <ErrorNotice error={list.error} onRetry={() => void list.refetch()} className="m-4" />
          ) : list.data?.ids.length === 0 ? (
            <NothingMatches />
          ) : (
            <ImageGrid ids={list.data?.ids ?? null} />
          )}
        </div>
      </div>
    </div>
  );
}

function NothingMatches() {
  const { filter, setFilter } = useUi();
  if (!isFiltering(filter)) return null;
  return (
    <EmptyState
      icon={Images}
      title="No matching images"
      action={<Button onClick={() => setFilter(unfiltered(filter))}>Clear filters</Button>}
    >
      No image matches {describeFilter(filter)}.
    </EmptyState>
  );
}
