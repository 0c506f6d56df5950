import { ChevronDown, ChevronRight, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { LibraryModel } from '../../../preload/contract/models.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { formatBytes } from '../settings/format-bytes.ts';
import { FitLine } from './fit-line.tsx';
import { millions } from './fit-words.ts';
import { MemoryDetails } from './memory-details.tsx';

const KINDS = { bundled: 'Ships with Nadir', downloaded: 'Downloaded', imported: 'Imported' } as const;

interface Props {
  readonly model: LibraryModel;
  readonly removing: boolean;
  readonly onRemove: () => void;
  /** Goes on with a download that has not ended; null where that is under way, or none is. */
  readonly onResume: (() => void) | null;
}

/** A model of the library: what it is, what it takes, whether it fits. */
export function ModelRow({ model, removing, onRemove, onResume }: Props) {
  const [open, setOpen] = useState(false);
  /** A download of gigabytes is not deleted by one slip. */
  const [asking, setAsking] = useState(false);
  const details = useId();
  const facts = [
    model.architecture === model.title ? null : model.architecture,
    model.parameters === null ? null : `${millions(model.parameters)} numbers`,
    `${formatBytes(model.bytes)} on disk`,
    model.licence === null ? 'licence not stated' : `licence: ${model.licence}`,
  ].filter((fact) => fact !== null);
  return (
    <li className="border-line border-b px-4 py-3 last:border-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-60 flex-1">
          <h3 className="flex flex-wrap items-center gap-2 font-medium">
            <span className="break-all">{model.title}</span>
            <Badge>{KINDS[model.kind]}</Badge>
          </h3>
          <p className="text-ink-2 text-xs">{facts.join(' · ')}</p>
          <p className="break-all text-ink-3 text-xs">
            {model.place}
            {model.fineTuned !== null && ` with ${model.fineTuned} over it`}
          </p>
        </div>
        <div className="flex gap-1.5">
          {onResume && (
            <Button size="sm" onClick={onResume}>
              Go on downloading
            </Button>
          )}
          {model.kind !== 'bundled' && (
            <Button
              size="sm"
              variant="danger"
              busy={removing}
              onClick={model.kind === 'imported' || asking ? onRemove : () => setAsking(true)}
              onBlur={() => setAsking(false)}
            >
              {removal(model, asking)}
            </Button>
          )}
        </div>
      </div>
      {model.problem !== null && (
        <p className="mt-2 flex items-start gap-1.5 text-ink">
          <TriangleAlert size={14} className="mt-0.5 shrink-0 text-warn" aria-hidden />
          <span className="min-w-0 break-words">
            <span className="font-medium">Cannot be used.</span> {model.problem}
          </span>
        </p>
      )}
      {model.fit !== null && (
        <div className="mt-2 flex flex-wrap items-end justify-between gap-2">
          <FitLine fit={model.fit} />
          <Button
            size="sm"
            variant="ghost"
            aria-expanded={open}
            aria-controls={details}
            onClick={() => setOpen((was) => !was)}
          >
            {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
            How it is worked out
          </Button>
        </div>
      )}
      <div id={details} className="mt-2">
        {open && <MemoryDetails id={model.id} />}
      </div>
    </li>
  );
}

/** What the button says; what was imported is forgotten, and its files stay. */
function removal({ kind, bytes }: LibraryModel, asking: boolean): string {
  if (kind === 'imported') return 'Forget';
  return asking ? `Really delete ${formatBytes(bytes)}?` : 'Delete';
}
