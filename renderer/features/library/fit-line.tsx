import type { DeviceFit } from '../../../preload/contract/models.ts';
import { Badge } from '../../components/badge.tsx';
import { fitWords } from './fit-words.ts';

const USES = [
  ['captioning', 'Captioning'],
  ['training', 'Fine-tuning'],
] as const;

/** Whether a model goes into the memory that is free, for its two uses. */
export function FitLine({ fit }: { readonly fit: DeviceFit }) {
  return (
    <dl className="flex flex-col gap-1">
      {USES.map(([use, title]) => {
        const { word, tone, detail } = fitWords(fit[use], fit.freeBytes);
        return (
          <div key={use} className="flex flex-wrap items-center gap-x-2">
            <dt className="w-20 text-ink-2 text-xs">{title}</dt>
            <dd className="flex min-w-0 flex-wrap items-center gap-x-2">
              <Badge tone={tone}>{word}</Badge>
              <span className="tabular text-ink-3 text-xs">{detail}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
