import { Download as DownloadIcon } from 'lucide-react';
import type { OfferedModel } from '../../../preload/contract/models.ts';
import { formatBytes } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { parameterWords } from './fit-words.ts';
import { licenceWords } from './licence-words.ts';
import { ModelFit } from './model-fit.tsx';

interface Props {
  readonly offer: OfferedModel;
  readonly busy: boolean;
  readonly onDownload: () => void;
}

/** A published model that can be downloaded. */
export function OfferRow({ offer, busy, onDownload }: Props) {
  const { title, repository } = offer;
  return (
    <li className="border-line border-b px-4 py-3 last:border-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-60 flex-1">
          <h3 className="font-medium">{title}</h3>
          <p className="text-ink-2">{offer.description}</p>
          <p className="text-ink-2 text-xs">
            {parameterWords(offer.parameters)} · about {formatBytes(offer.downloadBytes)} download ·{' '}
            {licenceWords(offer.licence)}
          </p>
          <p className="text-ink-3 text-xs [overflow-wrap:anywhere]">{repository}</p>
        </div>
        <Button size="sm" busy={busy} onClick={onDownload} aria-label={`Download ${title}`}>
          {!busy && <DownloadIcon size={13} aria-hidden />}
          {busy ? 'Downloading…' : 'Download'}
        </Button>
      </div>
      <ModelFit id={repository} title={title} fit={offer.fit} />
    </li>
  );
}
