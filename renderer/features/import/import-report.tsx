import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ImportReport } from '../../../preload/contract/project.ts';
import { count } from '../../app/words/format.ts';
import { type FindingRow, findingRows } from './import-state.ts';

/** The preview of an import: counts and findings. */
export function ImportReportView({ report }: { readonly report: ImportReport }) {
  const rows = findingRows(report);
  return (
    <section aria-label="Preview" className="flex flex-col gap-3">
      <dl className="grid grid-cols-4 gap-px overflow-hidden rounded-lg border border-line bg-line">
        <Figure title="Images found" value={report.imagesFound} note={`of ${count(report.imagesListed)} listed`} />
        <Figure title="Captions" value={report.captions} note={perImage(report)} />
        <Figure title="Classes" value={report.classes} note={report.classes === 0 ? 'none' : 'scene classes'} />
        <Figure
          title="Splits"
          value={report.splits.length}
          note={report.splits.map((split) => `${split.name} ${count(split.images)}`).join(' · ')}
        />
      </dl>
      {rows.length === 0 ? (
        <p className="flex items-center gap-2 rounded-lg bg-ok-soft px-3 py-2">
          <CircleCheck size={16} className="text-ok" aria-hidden />
          No problems found.
        </p>
      ) : (
        <ul className="rounded-lg border border-line">
          {rows.map((row) => (
            <Finding key={row.id} row={row} />
          ))}
        </ul>
      )}
    </section>
  );
}

function perImage(report: ImportReport): string {
  return report.imagesFound > 0 ? `${(report.captions / report.imagesFound).toFixed(1)} per image` : '';
}

function Figure({ title, value, note }: { readonly title: string; readonly value: number; readonly note: string }) {
  return (
    <div className="min-w-0 bg-raised px-3 py-2">
      <dt className="text-ink-3 text-xs">{title}</dt>
      <dd>
        <span className="tabular block font-semibold text-xl">{count(value)}</span>
        <span className="block truncate text-ink-3 text-xs" title={note}>
          {note}
        </span>
      </dd>
    </div>
  );
}

const LOOKS = {
  bad: { icon: CircleAlert, color: 'text-bad', word: 'Problem' },
  warn: { icon: TriangleAlert, color: 'text-warn', word: 'Warning' },
  neutral: { icon: Info, color: 'text-ink-3', word: 'Note' },
} as const;

function Finding({ row }: { readonly row: FindingRow }) {
  const { icon: Icon, color, word } = LOOKS[row.severity];
  const more = row.count - row.examples.length;
  return (
    <li className="border-line border-b last:border-0">
      <details className="group">
        <summary className="flex items-start gap-2.5 px-3 py-2 hover:bg-hover">
          <Icon size={16} className={`mt-0.5 shrink-0 ${color}`} aria-label={word} role="img" />
          <span className="min-w-0 flex-1">
            <span className="font-medium">
              {row.title}: <span className="tabular">{count(row.count)}</span>
            </span>
            <span className="block text-ink-2 text-xs">{row.detail}</span>
          </span>
          <span className="mt-0.5 text-accent text-xs group-open:hidden">Show</span>
          <span className="mt-0.5 hidden text-accent text-xs group-open:inline">Hide</span>
        </summary>
        <ul className="max-h-48 overflow-y-auto border-line border-t bg-sunken py-1" data-selectable>
          {row.examples.map((example) => (
            <li key={example} className="break-words px-9 py-0.5 text-ink-2 text-xs">
              {example}
            </li>
          ))}
          {more > 0 && <li className="px-9 py-0.5 text-ink-3 text-xs">and {count(more)} more</li>}
        </ul>
      </details>
    </li>
  );
}
