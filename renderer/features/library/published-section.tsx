import type { UseQueryResult } from '@tanstack/react-query';
import type { OfferedModel } from '../../../preload/contract/models.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SettingsSection } from '../settings/settings-section.tsx';
import { DownloadField } from './download-field.tsx';
import { OfferRow } from './offer-row.tsx';

interface Props {
  readonly offers: UseQueryResult<readonly OfferedModel[]>;
  /** Host name of the hub. */
  readonly hub: string;
  readonly busy: (repository: string) => boolean;
  readonly onDownload: (repository: string) => void;
}

/** Published models to download: the recommended ones, and any other by name. */
export function PublishedSection({ offers, hub, busy, onDownload }: Props) {
  return (
    <SettingsSection id="published" title="Published models">
      {offers.isError ? (
        <ErrorNotice className="m-3" error={offers.error} onRetry={() => void offers.refetch()} />
      ) : offers.data?.length === 0 ? (
        <p className="border-line border-b px-4 py-3 text-ink-2">All recommended models are on this computer.</p>
      ) : (
        <ul className="border-line border-b">
          {offers.data?.map((offer) => (
            <OfferRow
              key={offer.repository}
              offer={offer}
              busy={busy(offer.repository)}
              onDownload={() => onDownload(offer.repository)}
            />
          ))}
        </ul>
      )}
      <DownloadField hub={hub} busy={busy} onDownload={onDownload} />
    </SettingsSection>
  );
}
