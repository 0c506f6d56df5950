import type { UseQueryResult } from '@tanstack/react-query';
import type { OfferedModel } from '../../../preload/contract/models.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SettingsSection } from '../settings/settings-section.tsx';
import { DownloadField } from './download-field.tsx';
import { OfferRow } from './offer-row.tsx';

interface Props {
  readonly offers: UseQueryResult<readonly OfferedModel[]>;
  /** Where downloads come from, by its name. */
  readonly hub: string;
  readonly busy: (repository: string) => boolean;
  readonly onDownload: (repository: string) => void;
}

/** Models that others trained and published: the usual ones, and any other by its name. */
export function PublishedSection({ offers, hub, busy, onDownload }: Props) {
  return (
    <SettingsSection id="published" title="Published models to download">
      {offers.isError ? (
        <ErrorNotice className="m-3" error={offers.error} onRetry={() => void offers.refetch()} />
      ) : offers.data?.length === 0 ? (
        <p className="border-line border-b px-4 py-3 text-ink-2">All of the usual ones are on this computer.</p>
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
