import type { ReactNode } from 'react';
import type { Caption } from '../../../preload/contract/captions.ts';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { cx } from '../../components/cx.ts';
import { type Column, Table } from '../../components/table.tsx';
import { ScrollRegion } from '../train/scroll-region.tsx';
import { type GraphItem, shownCount } from './graph-items.ts';
import { pointAt } from './mark-store.ts';
import { itemMark, useMarked } from './marked.ts';
import { STATE_LOOKS } from './state-looks.ts';

interface Props {
  readonly own: CaptionGraph;
  readonly items: readonly GraphItem[];
  readonly captions: readonly Caption[];
}

/** The same as the drawing, to read and to copy. */
export function GraphTable({ own, items, captions }: Props) {
  const { isMarked } = useMarked(own);
  const numberOf = (id: number) => captions.findIndex((caption) => caption.id === id) + 1;
  const columns: readonly Column<GraphItem>[] = [
    { id: 'object', header: 'Object', cell: (item) => <b className="font-semibold">{item.name}</b> },
    { id: 'count', header: 'Count', cell: (item) => shownCount(item.count) ?? <None /> },
    { id: 'attributes', header: 'Attributes', cell: (item) => item.attributes.join(', ') || <None /> },
    { id: 'state', header: 'Against the others', cell: (item) => <State item={item} /> },
    { id: 'named', header: 'Named in', cell: (item) => item.namedBy.map(numberOf).join(', ') || <None /> },
  ];
  return (
    <ScrollRegion label="Table of the scene graph" className="min-h-0 flex-1 overflow-auto px-2 pb-3">
      <Table
        label="Objects"
        columns={columns}
        rows={items}
        rowKey={(item) => item.id}
        rowProps={(item) => rowOf(isMarked(itemMark(own.captionId, item)), itemMark(own.captionId, item))}
      />
      {own.graph.relations.length > 0 && (
        <div className="mt-3">
          <Table
            label="Relations"
            columns={[
              { id: 'subject', header: 'Subject', cell: ({ subject }) => own.graph.objects[subject]?.name },
              { id: 'predicate', header: 'Relation', cell: ({ predicate }) => predicate },
              { id: 'object', header: 'Object', cell: ({ object }) => own.graph.objects[object]?.name },
            ]}
            rows={own.graph.relations.map((relation, index) => ({ ...relation, index }))}
            rowKey={({ index }) => index}
            rowProps={({ index }) => {
              const mark = { kind: 'relation', captionId: own.captionId, index } as const;
              return rowOf(isMarked(mark), mark);
            }}
          />
        </div>
      )}
    </ScrollRegion>
  );
}

function rowOf(marked: boolean, mark: Parameters<typeof pointAt>[0]) {
  const { onPointerEnter, onPointerLeave } = pointAt(mark);
  return {
    onPointerEnter,
    onPointerLeave,
    className: cx('border-line border-b last:border-0', marked && 'bg-accent-soft/60'),
  };
}

function None(): ReactNode {
  return <span className="text-ink-3">none</span>;
}

function State({ item }: { readonly item: GraphItem }) {
  const { icon: Icon, word, text } = STATE_LOOKS[item.state];
  return (
    <span className={cx('inline-flex items-start gap-1.5', text)}>
      <Icon size={13} strokeWidth={2.25} className="mt-1 shrink-0" aria-hidden />
      <span>{item.note === '' ? word : `${word}, ${item.note}`}</span>
    </span>
  );
}
