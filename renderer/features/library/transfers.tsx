import type { ReactNode } from 'react';
import { DownloadProgress } from './download-progress.tsx';
import { ExportProgress } from './export-progress.tsx';
import type { useDownloading } from './use-library.ts';
import type { useModelExports } from './use-model-exports.ts';

interface Props {
  readonly downloading: ReturnType<typeof useDownloading>;
  readonly exporting: ReturnType<typeof useModelExports>;
}

/** Downloads and exports under way, or how they ended. */
export function Transfers({ downloading, exporting }: Props) {
  const { downloads, start, cancel, forget } = downloading;
  if (downloads.length + exporting.exports.length === 0) return null;
  return (
    // They stay in view while the list below is scrolled, which does not show above them: a download is begun far down.
    <div className="-mt-2 sticky top-0 z-10 flex flex-col gap-3 bg-canvas pt-2">
      {downloads.length > 0 && (
        <Panel label="Downloads">
          {downloads.map((download) => (
            <DownloadProgress
              key={download.operationId}
              download={download}
              onCancel={() => cancel(download.operationId)}
              onRetry={() => start(download.repository)}
              onDismiss={() => forget(download.operationId)}
            />
          ))}
        </Panel>
      )}
      {exporting.exports.length > 0 && (
        <Panel label="Exports">
          {exporting.exports.map((each) => (
            <ExportProgress
              key={each.operationId}
              of={each}
              onCancel={() => exporting.cancel(each.operationId)}
              onDismiss={() => exporting.forget(each.operationId)}
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
