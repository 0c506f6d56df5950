import { Captions, CircleAlert, CircleCheck, CircleDashed, History } from 'lucide-react';
import { useState } from 'react';
import type { Model, PredictionSet } from '../../../preload/contract/compare.ts';
import { count, counted } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { SideMark } from './compare-bar.tsx';
import { MemoryNote } from './memory-note.tsx';
import { type Pair, setState } from './pair.ts';
import { type Comparison, useCaptioning } from './use-compare-data.ts';

interface Props {
  readonly pair: Pair;
  readonly comparison: Comparison;
}

/** What has to be captioned before the two can be compared, with the button that does it and its progress. */
export function CaptionNeeded({ pair, comparison }: Props) {
  const captioning = useCaptioning();
  const [strategy, setStrategy] = useState<'greedy' | 'beam'>('greedy');
  const { split, setA, setB } = comparison;
  if (split === null) return null;
  const sides = [
    { side: 'A', model: pair.a, set: setA },
    { side: 'B', model: pair.b, set: setB },
  ] as const;
  const needed = sides.filter(({ set }) => !['finished', 'running'].includes(setState(set)));
  const start = () => {
    for (const { model } of needed) captioning.start.mutate({ modelId: model.id, split: split.name, strategy });
  };
  return (
    <EmptyState icon={Captions} title={`Caption the ${split.name} split to compare`}>
      <div className="mt-2 flex w-120 max-w-full flex-col gap-3 text-left text-ink">
        <ul className="flex flex-col rounded-lg border border-line bg-surface">
          {sides.map(({ side, model, set }) => (
            <SetLine
              key={side}
              side={side}
              model={model}
              set={set}
              images={split.images}
              onCancel={() => set?.jobId && captioning.cancel.mutate({ id: set.jobId })}
            />
          ))}
        </ul>
        {captioning.start.isError && <ErrorNotice error={captioning.start.error} />}
        {needed.length > 0 && (
          <div className="flex flex-wrap items-center gap-3">
            <Segmented
              label="Decoding"
              value={strategy}
              onChange={setStrategy}
              options={[
                { id: 'greedy', label: 'Greedy' },
                { id: 'beam', label: 'Beam search' },
              ]}
            />
            <span className="text-ink-3 text-xs">
              {strategy === 'greedy' ? 'Fast: the likeliest word each time' : 'Slower, usually a little better'}
            </span>
            <Button variant="primary" className="ml-auto" busy={captioning.start.isPending} onClick={start}>
              Caption {counted(split.images * needed.length, 'image')}
            </Button>
          </div>
        )}
      </div>
    </EmptyState>
  );
}

interface LineProps {
  readonly side: 'A' | 'B';
  readonly model: Model;
  readonly set: PredictionSet | undefined;
  readonly images: number;
  readonly onCancel: () => void;
}

const looks = {
  missing: { icon: CircleDashed, tone: 'text-ink-3', words: 'Not captioned yet' },
  running: { icon: Captions, tone: 'text-accent', words: 'Captioning' },
  finished: { icon: CircleCheck, tone: 'text-ok', words: 'Captioned' },
  stale: { icon: History, tone: 'text-warn', words: 'The split’s images changed since it was captioned' },
  failed: { icon: CircleAlert, tone: 'text-bad', words: 'Captioning failed' },
} as const;

function SetLine({ side, model, set, images, onCancel }: LineProps) {
  const state = setState(set);
  const progress = set?.progress ?? { done: set?.done ?? 0, total: set?.total || images };
  const { icon: Icon, tone, words } = looks[state];
  return (
    <li className="flex flex-col gap-1.5 border-line border-b px-3 py-2.5 last:border-0">
      <div className="flex items-center gap-2">
        <SideMark side={side} />
        <span className="min-w-0 flex-1 truncate font-medium">{model.title}</span>
        <Icon size={15} className={tone} aria-hidden />
        <span className="text-ink-2 text-xs">
          {words}
          {state === 'finished' && set !== undefined && ` (${set.decoding})`}
        </span>
      </div>
      {state === 'running' && set !== undefined && (
        <div className="flex items-center gap-3">
          <ProgressBar
            label={`Captioning by ${model.title}`}
            done={progress.done}
            total={progress.total}
            className="flex-1"
          />
          <span className="tabular text-ink-2 text-xs">
            {set.progress && `${set.progress.stage}: `}
            {count(progress.done)} of {count(progress.total)}
          </span>
          <Button size="sm" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      )}
      {state !== 'finished' && state !== 'running' && <MemoryNote model={model} />}
      {state === 'failed' && set?.reason != null && <p className="text-bad text-xs">{set.reason}</p>}
    </li>
  );
}
