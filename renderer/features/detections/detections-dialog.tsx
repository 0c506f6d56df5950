import { toast } from 'sonner';
import { counted } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { DetectionFields } from './detection-fields.tsx';
import { DetectionReportView } from './detection-report.tsx';
import { DetectionSources } from './detection-sources.tsx';
import { useDetections } from './use-detections.ts';

/** Imports a detector's results as object counts that captions are compared with. */
export function DetectionsDialog({ onClose }: { readonly onClose: () => void }) {
  const flow = useDetections((report) => {
    toast.success(`${counted(report.boxes, 'object')} imported for ${counted(report.images, 'image')}.`);
    onClose();
  });
  const images = flow.report?.images ?? 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Import detections"
      description="Add a detector’s object counts as evidence: detected objects that captions leave out count as missing, and stated counts are compared."
      width="lg"
      locked={flow.phase === 'importing'}
      footer={
        <>
          <p className="min-w-0 flex-1 truncate text-ink-3 text-xs" aria-live="polite">
            {flow.phase === 'checked' && images === 0 && 'No matching images in the project.'}
          </p>
          <Button onClick={onClose} disabled={flow.phase === 'importing'}>
            Cancel
          </Button>
          <Button
            variant="primary"
            busy={flow.phase === 'importing'}
            disabled={flow.phase !== 'checked' || images === 0}
            onClick={flow.run}
          >
            {images > 0 ? `Import for ${counted(images, 'image')}` : 'Import'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <DetectionFields flow={flow} />
        {flow.error != null && <ErrorNotice error={flow.error} />}
        {flow.phase === 'checking' && <EmptyState title="Reading detections…" />}
        {flow.report && <DetectionReportView report={flow.report} />}
        <DetectionSources />
      </div>
    </Dialog>
  );
}
