import { type ImportStart, useUi } from '../../app/navigation/ui-store.ts';
import { count, counted } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { ImportReportView } from './import-report.tsx';
import { importableImages } from './import-state.ts';
import { SourceFields } from './source-fields.tsx';
import { isWorking, type Progress, useImport } from './use-import.ts';

interface Props {
  readonly start: ImportStart;
  readonly onClose: () => void;
}

/** Imports images and captions in three steps: choose, preview, import. Only the last one writes to the project. */
export function ImportDialog({ start, onClose }: Props) {
  const showScreen = useUi((state) => state.showScreen);
  const flow = useImport(start, () => {
    onClose();
    showScreen('browse');
  });
  const working = isWorking(flow.phase);
  const images = flow.report ? importableImages(flow.report) : 0;
  const close = () => {
    flow.cancel();
    onClose();
  };
  return (
    <Dialog
      open
      // What is being written goes on; the Jobs panel has it.
      onOpenChange={(open) => !open && (working ? onClose() : close())}
      title="Import images and captions"
      description="Choose a caption file (Karpathy or COCO JSON) and its image folder. The images stay where they are."
      width="lg"
      footer={
        <>
          <p className="min-w-0 flex-1 truncate text-ink-3 text-xs" aria-live="polite">
            {working && flow.progress && progressText(flow.progress)}
            {flow.phase === 'checked' && images === 0 && 'No new images to import.'}
          </p>
          {working && <Button onClick={onClose}>Continue in background</Button>}
          <Button onClick={working ? flow.cancel : close} disabled={flow.phase === 'cancelling'}>
            {flow.phase === 'cancelling' ? 'Cancelling…' : 'Cancel'}
          </Button>
          <Button
            variant="primary"
            disabled={flow.phase !== 'checked' || images === 0}
            busy={working}
            onClick={flow.run}
          >
            {images > 0 ? `Import ${counted(images, 'image')}` : 'Import'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SourceFields flow={flow} disabled={working} />
        {flow.error != null && <ErrorNotice error={flow.error} />}
        {flow.phase === 'checking' && <Working title="Reading files…" progress={flow.progress} />}
        {working && <Working title="Importing…" progress={flow.progress} />}
        {flow.report && !working && <ImportReportView report={flow.report} />}
      </div>
    </Dialog>
  );
}

function progressText({ stage, done, total }: Progress): string {
  return total > 0 ? `${stage}: ${count(done)} of ${count(total)}` : stage;
}

function Working({ title, progress }: { readonly title: string; readonly progress: Progress | null }) {
  return (
    <div className="rounded-lg border border-line px-4 py-3">
      <div className="mb-2 flex justify-between gap-4">
        <span className="font-medium">{title}</span>
        <span className="tabular text-ink-3">{progress && progressText(progress)}</span>
      </div>
      <ProgressBar label={title} done={progress?.done ?? 0} total={progress?.total ?? 0} />
    </div>
  );
}
