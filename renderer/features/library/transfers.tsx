import type { ReactNode } from 'react';
import { DownloadProgress } from './download-progress.tsx';
import { ExportProgress } from './export-progress.tsx';
import type { useDownloads, useModelExports } from './use-transfers.ts';

interface Props {
  readonly downloading: ReturnType<typeof useDownloads>;
  readonly exporting: ReturnType<typeof useModelExports>;
  readonly titleOf: (modelId: string) => string;
}

/** The jobs of this screen: downloads and exports, running, failed or written. */
export function Transfers({ downloading, exporting, titleOf }: Props) {
  if (downloading.jobs.length + exporting.jobs.length === 0) return null;
  return (
    // They stay in view while the list below is scrolled, which does not show above them: a download is begun far down.
    <div className="-mt-2 sticky top-0 z-10 flex flex-col gap-3 bg-canvas pt-2">
      {downloading.jobs.length > 0 && (
        <Panel label="Download jobs">
          {downloading.jobs.map((job) => (
            <DownloadProgress
              key={job.id}
              job={job}
              onCancel={() => downloading.cancel(job)}
              onRetry={() => downloading.retry(job)}
              onDismiss={() => downloading.dismiss(job)}
            />
          ))}
        </Panel>
      )}
      {exporting.jobs.length > 0 && (
        <Panel label="Exports">
          {exporting.jobs.map((job) => (
            <ExportProgress
              key={job.id}
              job={job}
              title={job.subject.model === null ? job.title : titleOf(job.subject.model)}
              onCancel={() => exporting.cancel(job)}
              onDismiss={() => exporting.dismiss(job)}
            />
          ))}
        </Panel>
      )}
    </div>
  );
}

function Panel({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={label}
      className="flex flex-col gap-3 rounded-lg border border-line bg-raised px-4 py-3 shadow-pop"
    >
      {children}
    </section>
  );
}
