import type { ReactNode } from 'react';
import type { Caption } from '../../../preload/contract/captions.ts';
import type { CaptionGraph, ObjectCount } from '../../../preload/contract/graphs.ts';
import { cx } from '../../components/cx.ts';
import { type Column, Table } from '../../components/table.tsx';
import { ScrollRegion } from '../train/scroll-region.tsx';
import { type GraphItem, shownCount } from './graph-items.ts';
import { pointAt } from './mark-store.ts';
import { itemMark, useMarked } from './marked.ts';
import { MatchedAs, useExplanations } from './matched-as.tsx';
import { relationRows } from './relation-rows.ts';
import { RelationState, State } from './state-cells.tsx';

interface Props {
  readonly own: CaptionGraph;
  readonly items: readonly GraphItem[];
  readonly captions: readonly Caption[];
  readonly counts: readonly ObjectCount[];
}

/** The drawing as a table to read and copy, with missing relations and the image's counts. */
export function GraphTable({ own, items, captions, counts }: Props) {
  const { isMarked } = useMarked(own);
  const explanations = useExplanations(items);
  const numbers = (ids: readonly number[]) =>
    ids.map((id) => captions.findIndex((caption) => caption.id === id) + 1).join(', ') || <None />;
  const columns: readonly Column<GraphItem>[] = [
    { id: 'object', header: 'Object', cell: (item) => <b className="font-semibold">{item.name}</b> },
    { id: 'count', header: 'Count', cell: (item) => shownCount(item.count) ?? <None /> },
    { id: 'attributes', header: 'Attributes', cell: (item) => <Attributes item={item} /> },
    {
      id: 'state',
      header: 'Compared with others',
      cell: (item) => (
        <>
          <State item={item} />
          <MatchedAs item={item} explanations={explanations} />
        </>
      ),
    },
    { id: 'named', header: 'Named in', cell: (item) => numbers(item.namedBy) },
  ];
  const relations = relationRows(own);
  return (
    <ScrollRegion label="Scene graph table" className="min-h-0 flex-1 overflow-auto px-2 pb-3">
      <Table
        label="Objects"
        columns={columns}
        rows={items}
        rowKey={(item) => item.id}
        rowProps={(item) => rowOf(isMarked(itemMark(own.captionId, item)), itemMark(own.captionId, item))}
      />
      {relations.length > 0 && (
        <div className="mt-3">
          <Table
            label="Relations"
            columns={[
              { id: 'subject', header: 'Subject', cell: ({ subject }) => subject },
              { id: 'predicate', header: 'Relation', cell: ({ predicate }) => predicate },
              { id: 'object', header: 'Object', cell: ({ object }) => object },
              {
                id: 'state',
                header: 'Compared with others',
                cell: ({ support }) => <RelationState support={support} />,
              },
              { id: 'said', header: 'Stated in', cell: ({ saidBy }) => numbers(saidBy) },
            ]}
            rows={relations}
            rowKey={({ id }) => id}
            rowProps={({ index }) => {
              if (index === null) return {};
              const mark = { kind: 'relation', captionId: own.captionId, index } as const;
              return rowOf(isMarked(mark), mark);
            }}
          />
        </div>
      )}
      {counts.length > 0 && (
        <div className="mt-3">
          <Table
            label="Object counts"
            columns={[
              { id: 'object', header: 'Object in this image', cell: ({ name }) => name },
              { id: 'count', header: 'Count', numeric: true, cell: ({ count }) => count },
              { id: 'from', header: 'Source', cell: ({ from, detected }) => sourceOf(from, detected) },
            ]}
            rows={counts}
            rowKey={({ name }) => name}
          />
        </div>
      )}
    </ScrollRegion>
  );
}

function sourceOf(from: ObjectCount['from'], detected: number | null): string {
  if (from === 'detector') return 'detector';
  return detected === null ? 'captions' : `captions (detector: ${detected})`;
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

/** An object's attributes; those that only this caption or only others give are marked by a word. */
function Attributes({ item }: { readonly item: GraphItem }) {
  const { attributes, onlyHere, othersSay } = item;
  if (attributes.length === 0 && othersSay.length === 0) return <None />;
  return (
    <>
      {attributes.map((name, i) => (
        <span key={name}>
          {i > 0 && ', '}
          {name}
          {onlyHere.includes(name) && <span className="text-bad"> (only here)</span>}
        </span>
      ))}
      {othersSay.length > 0 && <span className="block text-warn">others: {othersSay.join(', ')}</span>}
    </>
  );
}
