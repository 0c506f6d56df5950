import { useMemo } from 'react';
import { type Column, Table } from '../../components/table.tsx';
import { type ClassMean, classMeans } from './class-means.ts';
import { SideMark } from './compare-bar.tsx';
import { useCompare } from './compare-store.ts';
import { DeltaBar } from './delta-bar.tsx';
import type { ImageRow } from './image-rows.ts';

/** CIDEr by class, largest loss first. Choosing a class filters the image list. */
export function ClassTable({ rows }: { readonly rows: readonly ImageRow[] }) {
  const choose = useCompare((state) => state.choose);
  const means = useMemo(() => classMeans(rows), [rows]);
  if (means.length < 2) return null;
  const scale = Math.max(0.1, ...means.map((mean) => Math.abs(mean.difference)));
  const columns: Column<ClassMean>[] = [
    {
      id: 'class',
      header: 'Class',
      cell: (mean) => (
        <button
          type="button"
          onClick={() => choose({ class: mean.name })}
          className="rounded-sm text-accent underline-offset-2 hover:underline"
        >
          {mean.name}
        </button>
      ),
    },
    { id: 'images', header: 'Images', numeric: true, cell: (mean) => mean.images },
    { id: 'a', header: <SideMark side="A" />, numeric: true, cell: (mean) => mean.a.toFixed(2) },
    { id: 'b', header: <SideMark side="B" />, numeric: true, cell: (mean) => mean.b.toFixed(2) },
    {
      id: 'difference',
      header: 'Difference',
      className: 'w-2/5',
      cell: (mean) => <DeltaBar difference={mean.difference} scale={scale} />,
    },
  ];
  return (
    <section aria-labelledby="classes-title" className="mt-6">
      <h3 id="classes-title" className="mb-2 font-semibold">
        CIDEr by class
      </h3>
      <div className="rounded-lg border border-line bg-surface">
        <Table label="CIDEr by class" columns={columns} rows={means} rowKey={(mean) => mean.name} />
      </div>
    </section>
  );
}
