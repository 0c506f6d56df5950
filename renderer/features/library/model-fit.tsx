import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { DeviceFit } from '../../../preload/contract/models.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { fitWords } from './fit-words.ts';
import { MemoryDetails } from './memory-details.tsx';

const USES = [
  ['captioning', 'Captioning'],
  ['training', 'Fine-tuning'],
] as const;

interface Props {
  readonly id: string;
  readonly title: string;
  readonly fit: DeviceFit;
}

/** Says whether a model fits into free memory for captioning and fine-tuning, with the calculation on request. */
export function ModelFit({ id, title, fit }: Props) {
  const [open, setOpen] = useState(false);
  const details = useId();
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <>
      <div className="mt-2 flex flex-wrap items-end justify-between gap-x-4 gap-y-1">
        <dl className="flex flex-col gap-1">
          {USES.map(([use, name]) => {
            const { word, tone, detail } = fitWords(fit[use], fit.freeBytes);
            return (
              <div key={use} className="flex flex-wrap items-center gap-x-2">
                <dt className="w-20 text-ink-2 text-xs">{name}</dt>
                <dd className="flex min-w-0 flex-wrap items-center gap-x-2">
                  <Badge tone={tone}>{word}</Badge>
                  <span className="tabular text-ink-2 text-xs">{detail}</span>
                </dd>
              </div>
            );
          })}
        </dl>
        <Button
          size="sm"
          variant="ghost"
          className="-mr-2"
          aria-expanded={open}
          aria-controls={details}
          aria-label={`Memory estimate of ${title}`}
          onClick={() => setOpen((was) => !was)}
        >
          <Chevron size={14} aria-hidden />
          Memory estimate{' '}
        </Button>
      </div>
      <div id={details}>{open && <MemoryDetails id={id} />}</div>
    </>
  );
}
