import { useQuery } from '@tanstack/react-query';
import { Button } from '../../renderer/components/button.tsx';
import { DetectionReportView } from '../../renderer/features/detections/detection-report.tsx';
import { ExportResult } from '../../renderer/features/export/export-result.tsx';
import { ImportReportView } from '../../renderer/features/import/import-report.tsx';
import { OfferRow } from '../../renderer/features/library/offer-row.tsx';
import { SettingsRow, SettingsSection } from '../../renderer/features/settings/settings-section.tsx';
import { PreflightReport } from '../../renderer/features/train/preflight-report.tsx';
import { blocked, cleanImport, detections, faultyImport, offer, ready } from '../fixtures/reports.ts';
import { Section, Specimen } from '../specimen.tsx';

const nothing = () => undefined;

export function ReportSection() {
  return (
    <Section title="Reports and settings">
      <Specimen of="ImportReportView (no findings)">
        <ImportReportView report={cleanImport} />
      </Specimen>
      <Specimen of="ImportReportView (every finding)">
        <ImportReportView report={faultyImport} />
      </Specimen>
      <Specimen of="DetectionReportView">
        <DetectionReportView report={detections} />
      </Specimen>
      <Specimen of="PreflightReport">
        <Preflight report={ready} />
        <Preflight report={blocked} />
        <Preflight report={null} />
      </Specimen>
      <Specimen of="ExportResult">
        <ExportResult what="captions" done={{ path: '/data/out/ucm-captions-val-coco.json', count: 1050 }} />
      </Specimen>
      <Specimen of="OfferRow and ModelFit">
        <ul>
          <OfferRow offer={offer} busy={false} onDownload={nothing} />
          <OfferRow offer={{ ...offer, title: 'BLIP base, downloading' }} busy onDownload={nothing} />
        </ul>
      </Specimen>
      <Specimen of="SettingsSection and SettingsRow">
        <SettingsSection id="gallery-settings" title="Section">
          <SettingsRow title="Setting" control={<Button>Change…</Button>}>
            Description of the setting.
          </SettingsRow>
          <SettingsRow title="Setting without a control">Description.</SettingsRow>
        </SettingsSection>
      </Specimen>
    </Section>
  );
}

/** The report of a preflight check that has answered, or never does (null). */
function Preflight({ report }: { readonly report: typeof ready | null }) {
  const query = useQuery({
    queryKey: ['gallery', 'preflight', report?.trainImages ?? 'loading'],
    queryFn: () => (report === null ? new Promise<typeof ready>(nothing) : Promise.resolve(report)),
  });
  return <PreflightReport query={query} />;
}
