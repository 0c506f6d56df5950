import { Download as DownloadIcon } from 'lucide-react';
import type { OfferedModel } from '../../../preload/contract/models.ts';
import { Button } from '../../components/button.tsx';
import { FitLine } from './fit-line.tsx';
import { millions } from './fit-words.ts';

interface Props {
  readonly offer: OfferedModel;
  readonly busy: boolean;
  readonly onDownload: () => void;
}

/** A published model that can be had. */
export function OfferRow({ offer, busy, onDownload }: Props) {
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b px-4 py-3 last:border-0">
      <div className="min-w-60 flex-1">
        <h3 className="font-medium">{offer.title}</h3>
        <p className="text-ink-2 text-xs">{offer.description}</p>
        <p className="mb-2 break-all text-ink-3 text-xs">
          {offer.repository} · {millions(offer.parameters)} numbers · licence: {offer.licence ?? 'not stated'}
        </p>
        <FitLine fit={offer.fit} />
      </div>
      <Button size="sm" disabled={busy} onClick={onDownload} aria-label={`Download ${offer.title}`}>
        <DownloadIcon size={13} aria-hidden />
        Download
      </Button>
    </li>
  );
}
