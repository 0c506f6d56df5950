import type { Job } from '../../../preload/contract/jobs.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TransferProgress } from './transfer-progress.tsx';
import { transferWords } from './transfer-words.ts';

interface Props {
  readonly job: Job;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
  readonly onDismiss: () => void;
}

/** The progress of a download, or why it failed. What was downloaded is kept either way. */
export function DownloadProgress({ job, onCancel, onRetry, onDismiss }: Props) {
  const repository = job.subject.model ?? job.title;
  if (job.state === 'failed')
    return (
      <ErrorNotice error={job.reason} onRetry={onRetry}>
        <p className="text-ink-2 text-xs">
          <span className="[overflow-wrap:anywhere]">{repository}</span>: what was downloaded is kept, and trying again
          resumes from there.{' '}
          <button type="button" className="rounded-sm underline" onClick={onDismiss}>
            Dismiss
          </button>
        </p>
      </ErrorNotice>
    );
  return (
    <TransferProgress
      title={repository}
      figures={job.state === 'queued' ? 'Waiting for its turn' : transferWords(job.progress, 'Asking the hub…')}
      label={`Downloading ${repository}`}
      stopLabel={`Cancel the download of ${repository}`}
      done={job.progress?.done ?? 0}
      total={job.progress?.total ?? 0}
      onStop={onCancel}
    />
  );
}
