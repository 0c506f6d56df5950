import { Network, Table2 } from 'lucide-react';
import { useMemo } from 'react';
import type { Caption } from '../../../preload/contract/captions.ts';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { usePanels } from '../../app/frame/panel-store.ts';
import { dateTime } from '../../app/words/format.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { CorrectionTools } from './correction-tools.tsx';
import { GraphDrawing } from './graph-drawing.tsx';
import { graphItems } from './graph-items.ts';
import { GraphSummary } from './graph-summary.tsx';
import { GraphTable } from './graph-table.tsx';
import type { ImageGraphs } from './use-graphs.ts';

interface Props {
  readonly graphs: ImageGraphs;
  readonly captions: readonly Caption[];
  readonly selectedId: number | null;
}

/** The scene graph of the selected caption, compared with the image's other captions. */
export function GraphPanel({ graphs, captions, selectedId }: Props) {
  const { graphView, set } = usePanels();
  const all = graphs.data?.captions;
  const own = all?.find((one) => one.captionId === selectedId) ?? null;
  const items = useMemo(() => (own && all ? graphItems(own, all) : []), [own, all]);
  const number = captions.findIndex((caption) => caption.id === selectedId) + 1;
  return (
    <section aria-label="Scene graph" className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 border-line border-b pr-3 pl-4">
        <h2 className="shrink-0 font-semibold text-ink-2 text-xs" title={sourceOf(own, graphs.data?.parser.title)}>
          {number === 0
            ? 'Scene graph'
            : own?.corrected
              ? `Scene graph of caption ${number}, corrected`
              : `Scene graph of caption ${number}`}
        </h2>
        {own && items.length > 0 && <GraphSummary items={items} />}
        <div className="ml-auto flex items-center gap-1">
          {own && <CorrectionTools own={own} number={number} />}
          <Segmented
            label="View"
            size="sm"
            value={graphView}
            onChange={(view) => set({ graphView: view })}
            options={[
              { id: 'drawing', label: <Network size={13} aria-hidden />, name: 'Drawing' },
              { id: 'table', label: <Table2 size={13} aria-hidden />, name: 'Table' },
            ]}
          />
        </div>
      </div>
      {graphs.isError && <ErrorNotice error={graphs.error} className="m-3" onRetry={() => void graphs.refetch()} />}
      {graphs.isPending && <EmptyState title="Parsing captions…" />}
      {graphs.isSuccess && captions.length === 0 && (
        <EmptyState title="No captions">Add a caption to see its scene graph.</EmptyState>
      )}
      {own && items.length === 0 && (
        <EmptyState title="No objects found">
          The parser found no object such as “road”, “trees” or “storage tanks” in this caption. To add objects, correct
          the scene graph with the pencil above.
        </EmptyState>
      )}
      {own &&
        items.length > 0 &&
        (graphView === 'drawing' ? (
          <GraphDrawing key={own.captionId} own={own} items={items} of={`caption ${number}`} />
        ) : (
          <GraphTable own={own} items={items} captions={captions} counts={graphs.data?.counts ?? []} />
        ))}
    </section>
  );
}

/** Names the parser, or the author of the correction. */
function sourceOf(own: CaptionGraph | null, parser: string | undefined): string | undefined {
  if (!own?.corrected) return parser;
  return `Corrected by ${own.corrected.author}, ${dateTime(own.corrected.at)}`;
}
