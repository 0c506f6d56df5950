import { TriangleAlert } from 'lucide-react';
import type { DetectionReport } from '../../../preload/contract/detections.ts';
import { count, counted } from '../../app/words/format.ts';
import { Table } from '../../components/table.tsx';

/** The preview of an import: objects to add and the number of images. */
export function DetectionReportView({ report }: { readonly report: DetectionReport }) {
  const { imagesUnknown: unknown } = report;
  return (
    <section aria-label="Preview" className="rounded-lg border border-line px-3 py-2">
      <p>
        <b className="font-semibold">{counted(report.boxes, 'object')}</b> in {counted(report.images, 'image')}
        {report.boxesBelowScore > 0 &&
          `; ${counted(report.boxesBelowScore, 'box', 'boxes')} below the minimum score left out`}
      </p>
      {unknown.count > 0 && (
        <p className="mt-1 flex items-start gap-1.5 text-ink-2 text-xs">
          <TriangleAlert size={14} className="mt-px shrink-0 text-warn" aria-hidden />
          <span className="break-words">
            {counted(unknown.count, 'image')} not in this project: {unknown.examples.slice(0, 5).join(', ')}
            {unknown.count > 5 && ', …'}
          </span>
        </p>
      )}
      {report.objects.length > 0 && (
        <div className="mt-2 max-h-52 overflow-y-auto">
          <Table
            label="Objects to import"
            columns={[
              { id: 'name', header: 'Object', cell: ({ name }) => name },
              { id: 'count', header: 'Count', numeric: true, cell: (row) => count(row.count) },
              { id: 'images', header: 'Images', numeric: true, cell: ({ images }) => count(images) },
            ]}
            rows={report.objects}
            rowKey={({ name }) => name}
          />
        </div>
      )}
    </section>
  );
}
