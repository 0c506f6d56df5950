import { timeLeft } from '../../app/time-left.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { formatBytes } from '../settings/format-bytes.ts';
import { downloadPace } from './download-pace.ts';
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
        <p className="text-ink-2 text-xs">
          <span className="[overflow-wrap:anywhere]">{repository}</span>: what has come is kept, and trying again goes
          on from there.{' '}
          <button type="button" className="rounded-sm underline" onClick={onDismiss}>
            Dismiss
          </button>
        </p>
      </ErrorNotice>
    );
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap justify-between gap-x-3 text-xs">
          <span className="font-medium [overflow-wrap:anywhere]">{repository}</span>
          <span className="tabular text-ink-2">{figures(download)}</span>
        </p>
        <ProgressBar className="mt-1" label={`Downloading ${repository}`} done={done} total={total} />
      </div>
      <Button size="sm" aria-label={`Stop downloading ${repository}`} onClick={onCancel}>
        Stop
      </Button>
    </div>
  );
}

/** Example: "3.2 GB of 16 GB · 11 MB/s · about 19 min left". */
function figures({ done, total, start }: Download): string {
  if (total === 0) return 'Asking the hub…';
  const pace = downloadPace(start, Date.now(), done, total);
  const left = pace && timeLeft(pace.secondsLeft);
  return [
    `${formatBytes(done)} of ${formatBytes(total)}`,
    ...(pace ? [`${formatBytes(pace.bytesPerSecond)}/s`] : []),
    ...(left ? [left] : []),
  ].join(' · ');
}
