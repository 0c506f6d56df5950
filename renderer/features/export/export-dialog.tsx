import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { type ExportChoice, type ExportWhat, exportRequest } from './export-choice.ts';
import { ExportFields } from './export-fields.tsx';
import { ExportResult } from './export-result.tsx';
import { useExport, useExportFacts } from './use-export.ts';

/** What the dialog opens with; what is left out is chosen in it. */
export interface ExportStart {
  readonly what: ExportWhat;
  readonly split?: string | null;
  readonly modelId?: string | null;
}

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly initial?: ExportStart | undefined;
}

/** Writes captions, predictions or a model to a place that the person chooses. */
export function ExportDialog({ open, onOpenChange, initial }: Props) {
  // Mounted while open only: every opening starts from `initial` again.
  return open ? <OpenDialog onOpenChange={onOpenChange} initial={initial} /> : null;
}

function OpenDialog({ onOpenChange, initial }: Omit<Props, 'open'>) {
  const [choice, setChoice] = useState<ExportChoice>({
    what: initial?.what ?? 'captions',
    captionFormat: 'coco',
    split: initial?.split ?? null,
    modelId: initial?.modelId ?? null,
  });
  const facts = useExportFacts(choice, true);
  const writing = useExport();
  const firstModel = facts.models[0]?.id ?? null;
  const { what } = choice;
  const known = facts.model !== null;
  useEffect(() => {
    if (what !== 'captions' && !known && firstModel !== null) {
      setChoice((before) => ({ ...before, modelId: firstModel }));
    }
  }, [what, known, firstModel]);
  // Predictions can be written only where the model has captioned; another split would be refused.
  const split = what === 'predictions' && !facts.captioned.includes(choice.split ?? '') ? null : choice.split;
  const effective = { ...choice, split: what === 'predictions' ? (split ?? facts.captioned[0] ?? null) : split };
  const ready = exportRequest(effective, 'somewhere') !== null;
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      locked={writing.busy}
      title="Export"
      description="Captions for other tools, a model’s captions for a leaderboard, or the trained model itself."
      footer={
        <>
          <Button className="ml-auto" variant="ghost" disabled={writing.busy} onClick={() => onOpenChange(false)}>
            {writing.done ? 'Done' : 'Cancel'}
          </Button>
          <Button
            variant="primary"
            busy={writing.busy}
            disabled={!ready}
            onClick={() => void writing.run(effective, facts.projectName, facts.model?.title ?? null)}
          >
            {writing.done ? 'Export again…' : 'Choose where…'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <ExportFields
          choice={effective}
          facts={facts}
          onChange={(change) => {
            setChoice((before) => ({ ...before, ...change }));
            writing.reset();
          }}
        />
        {facts.error !== null && <ErrorNotice error={facts.error} />}
        {writing.problem !== null && <ErrorNotice error={writing.problem} />}
        {writing.done && <ExportResult what={what} done={writing.done} />}
      </div>
    </Dialog>
  );
}
