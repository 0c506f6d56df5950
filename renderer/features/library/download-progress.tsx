import { timeLeft } from '../../app/words/time-left.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatBytes } from '../settings/format-bytes.ts';
import { downloadPace } from './download-pace.ts';
import type { Download } from './download-store.ts';
import { TransferProgress } from './transfer-progress.tsx';

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
    <TransferProgress
      title={repository}
      figures={figures(download)}
      label={`Downloading ${repository}`}
      stopLabel={`Stop downloading ${repository}`}
      done={done}
      total={total}
      onStop={onCancel}
    />
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
