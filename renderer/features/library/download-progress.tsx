import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { formatBytes } from '../settings/format-bytes.ts';
import type { Download } from './download-store.ts';

interface Props {
  readonly download: Download;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
  readonly onDismiss: () => void;
}

/** A download under way, or why it ended. What has come is kept either way. */
export function DownloadProgress({ download, onCancel, onRetry, onDismiss }: Props) {
  const { repository, done, total, error } = download;
  if (error !== null)
    return (
      <ErrorNotice error={error} onRetry={onRetry}>
        <button type="button" className="mt-0.5 rounded-sm text-ink-2 text-xs underline" onClick={onDismiss}>
          Dismiss
        </button>
      </ErrorNotice>
    );
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap justify-between gap-x-3 text-xs">
          <span className="break-all font-medium">{repository}</span>
          <span className="tabular text-ink-2">
            {total > 0 ? `${formatBytes(done)} of ${formatBytes(total)}` : 'Asking the hub…'}
          </span>
        </p>
        <ProgressBar className="mt-1" label={`Downloading ${repository}`} done={done} total={total} />
      </div>
      <Button size="sm" onClick={onCancel}>
        Stop
      </Button>
    </div>
  );
}
