import { CircleCheck, FolderOpen } from 'lucide-react';
import type { Job } from '../../../preload/contract/jobs.ts';
import { useApiMutation } from '../../app/engine/api-hooks.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TransferProgress } from './transfer-progress.tsx';
import { transferWords } from './transfer-words.ts';

interface Props {
  readonly job: Job;
  /** The model's title. */
  readonly title: string;
  readonly onCancel: () => void;
  readonly onDismiss: () => void;
}

/** The progress of an export, what it wrote, or why it failed. */
export function ExportProgress({ job, title, onCancel, onDismiss }: Props) {
  if (job.state === 'finished') return <Written job={job} title={title} onDismiss={onDismiss} />;
  if (job.state === 'failed')
    return (
      <ErrorNotice error={job.reason}>
        <p className="text-ink-2 text-xs">
          <span className="[overflow-wrap:anywhere]">{title}</span> was not exported, and nothing was left behind.{' '}
          <button type="button" className="rounded-sm underline" onClick={onDismiss}>
            Dismiss
          </button>
        </p>
      </ErrorNotice>
    );
  return (
    <TransferProgress
      title={job.title}
      figures={job.state === 'queued' ? 'Waiting for its turn' : transferWords(job.progress, 'Opening the model…')}
      label={`Exporting ${title}`}
      stopLabel={`Cancel the export of ${title}`}
      done={job.progress?.done ?? 0}
      total={job.progress?.total ?? 0}
      onStop={onCancel}
    />
  );
}

function Written({ job, title, onDismiss }: Omit<Props, 'onCancel'>) {
  const { reason, output } = job;
  const reveal = useApiMutation('shell', 'reveal');
  return (
    <div role="status" className="flex flex-wrap items-start gap-2">
      <CircleCheck size={16} className="mt-0.5 shrink-0 text-ok" aria-hidden />
      <div className="min-w-60 flex-1">
        <p className="font-medium [overflow-wrap:anywhere]">
          Exported {title}
          {reason === null ? '.' : `: ${reason}`}
        </p>
        <p className="text-ink-2 text-xs [overflow-wrap:anywhere]">{output}</p>
      </div>
      <div className="flex gap-1.5">
        {output !== null && (
          <Button size="sm" onClick={() => reveal.mutate({ path: output })}>
            <FolderOpen size={13} aria-hidden />
            Show in folder
          </Button>
        )}
        <Button size="sm" variant="ghost" aria-label={`Dismiss: ${title} was exported`} onClick={onDismiss}>
          Dismiss
        </Button>
      </div>
    </div>
  );
}
