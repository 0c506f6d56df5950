import { CircleCheck, FolderOpen } from 'lucide-react';
import type { ExportedModel } from '../../../preload/contract/models.ts';
import { useApiMutation } from '../../app/engine/api-hooks.ts';
import { counted } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatBytes } from '../settings/format-bytes.ts';
import type { ModelExport } from './export-store.ts';
import { TransferProgress } from './transfer-progress.tsx';

interface Props {
  readonly of: ModelExport;
  readonly onCancel: () => void;
  readonly onDismiss: () => void;
}

/** An export under way, what it wrote, or why it ended. */
export function ExportProgress({ of, onCancel, onDismiss }: Props) {
  const { title, out, done, total, error, written } = of;
  if (written !== null) return <Written title={title} written={written} onDismiss={onDismiss} />;
  if (error !== null)
    return (
      <ErrorNotice error={error}>
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
      title={`${title} to ${out}`}
      figures={total === 0 ? 'Opening the model…' : `${formatBytes(done)} of ${formatBytes(total)}`}
      label={`Exporting ${title}`}
      stopLabel={`Stop exporting ${title}`}
      done={done}
      total={total}
      onStop={onCancel}
    />
  );
}

const LAYOUTS = {
  'hugging-face': 'Hugging Face’s layout, whole: transformers and Nadir load it.',
  'nadir-mini': 'nadir-mini’s own layout: Nadir loads it, other programs do not.',
} as const;

interface WrittenProps {
  readonly title: string;
  readonly written: ExportedModel;
  readonly onDismiss: () => void;
}

function Written({ title, written, onDismiss }: WrittenProps) {
  const reveal = useApiMutation('shell', 'reveal');
  return (
    <div role="status" className="flex flex-wrap items-start gap-2">
      <CircleCheck size={16} className="mt-0.5 shrink-0 text-ok" aria-hidden />
      <div className="min-w-60 flex-1">
        <p className="font-medium [overflow-wrap:anywhere]">
          Exported {title}: {counted(written.files, 'file')}, {formatBytes(written.bytes)}.
        </p>
        <p className="text-ink-2 text-xs">{LAYOUTS[written.layout]}</p>
        <p className="text-ink-2 text-xs [overflow-wrap:anywhere]">{written.path}</p>
      </div>
      <div className="flex gap-1.5">
        <Button size="sm" onClick={() => reveal.mutate({ path: written.path })}>
          <FolderOpen size={13} aria-hidden />
          Show in folder
        </Button>
        <Button size="sm" variant="ghost" aria-label={`Dismiss: ${title} was exported`} onClick={onDismiss}>
          Dismiss
        </Button>
      </div>
    </div>
  );
}
