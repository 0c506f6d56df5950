import type { UseQueryResult } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, RefreshCw, TriangleAlert } from 'lucide-react';
import type { Output } from '../../../preload/contract/table.ts';
import { formatBytes } from '../../app/words/format.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { IconButton } from '../../components/icon-button.tsx';

type Preflight = Output<'runs', 'preflight'>;

/** The resources of the chosen training and any problems found. */
export function PreflightReport({ query }: { readonly query: UseQueryResult<Preflight> }) {
  return (
    <section aria-label="Preflight check" className="rounded-lg border border-line bg-surface">
      <header className="flex items-center border-line border-b py-1 pr-1.5 pl-3">
        <h3 className="font-semibold">Preflight check</h3>
        <IconButton
          className="ml-auto"
          icon={RefreshCw}
          size="sm"
          label="Check again"
          disabled={query.isFetching}
          onClick={() => void query.refetch()}
        />
      </header>
      <div className="p-3" aria-live="polite">
        {query.isError ? (
          <ErrorNotice error={query.error} />
        ) : query.data === undefined ? (
          <p className="text-ink-2">Checking project, memory and disk…</p>
        ) : (
          <Report report={query.data} />
        )}
      </div>
    </section>
  );
}

function Report({ report }: { readonly report: Preflight }) {
  const figures: readonly (readonly [string, string])[] = [
    ['Training images', report.trainImages.toLocaleString('en')],
    ['Training captions', report.trainCaptions.toLocaleString('en')],
    ['Validation images', report.valImages.toLocaleString('en')],
    ['Free disk space', formatBytes(report.freeDiskMb * 1e6)],
    ['Free memory', formatBytes(report.freeMemoryMb * 1e6)],
    ['Device', report.device],
  ];
  return (
    <>
      <dl className="flex flex-wrap gap-x-7 gap-y-2">
        {figures.map(([term, value]) => (
          <div key={term} className="min-w-0">
            <dt className="whitespace-nowrap text-ink-3 text-xs">{term}</dt>
            <dd className="tabular break-words font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <ul className="mt-3 flex flex-col gap-1.5 border-line border-t pt-3">
        {report.findings.map((finding) => (
          <Finding key={finding.message} level={finding.level} message={finding.message} />
        ))}
        {report.findings.length === 0 && (
          <li className="flex items-start gap-2">
            <CircleCheck size={16} className="mt-0.5 shrink-0 text-ok" aria-hidden />
            Ready to start.
          </li>
        )}
      </ul>
    </>
  );
}

function Finding({ level, message }: Preflight['findings'][number]) {
  const error = level === 'error';
  const Icon = error ? CircleAlert : TriangleAlert;
  return (
    <li className="flex items-start gap-2">
      <Icon size={16} className={`mt-0.5 shrink-0 ${error ? 'text-bad' : 'text-warn'}`} aria-hidden />
      <span>
        <span className={`font-semibold ${error ? 'text-bad' : 'text-warn'}`}>{error ? 'Problem: ' : 'Note: '}</span>
        {message}
      </span>
    </li>
  );
}
