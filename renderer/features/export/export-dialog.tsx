import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { type ExportChoice, type ExportWhat, exportRequest } from './export-choice.ts';
import { ExportFields } from './export-fields.tsx';
import { ExportResult } from './export-result.tsx';
import { useExport, useExportFacts } from './use-export.ts';

/** Initial choices of the dialog. */
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

/** Exports captions, predictions or a model to a chosen place. */
export function ExportDialog({ open, onOpenChange, initial }: Props) {
  // Mounted only while open, so that every opening starts from `initial`.
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
  // Predictions can be exported only for splits that the model has captioned.
  const split = what === 'predictions' && !facts.captioned.includes(choice.split ?? '') ? null : choice.split;
  const effective = { ...choice, split: what === 'predictions' ? (split ?? facts.captioned[0] ?? null) : split };
  const ready = exportRequest(effective, 'somewhere') !== null;
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      locked={writing.busy && !writing.writing}
      title="Export"
      description="Export captions for other tools, predictions for evaluation, or a fine-tuned model."
      footer={
        <>
          <Button
            className="ml-auto"
            variant="ghost"
            disabled={writing.busy && !writing.writing}
            onClick={() => onOpenChange(false)}
          >
            {writing.writing ? 'Continue in background' : writing.done ? 'Done' : 'Cancel'}
          </Button>
          <Button
            variant="primary"
            busy={writing.busy}
            disabled={!ready}
            onClick={() => void writing.run(effective, facts.projectName, facts.model?.title ?? null)}
          >
            {writing.done ? 'Export again…' : 'Export…'}
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
