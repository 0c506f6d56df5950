import { ArrowLeftRight } from 'lucide-react';
import type { Model } from '../../../preload/contract/compare.ts';
import { count } from '../../app/words/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Select } from '../../components/select.tsx';
import { useCompare } from './compare-store.ts';
import type { Pair } from './pair.ts';
import type { Comparison } from './use-compare-data.ts';

interface Props {
  readonly pair: Pair;
  readonly comparison: Comparison;
}

/** The choice of two models and a split. */
export function CompareBar({ pair, comparison }: Props) {
  const { choose, swap } = useCompare();
  const { models, splits, split } = comparison;
  const options = models.map((model) => ({ id: model.id, label: model.title, detail: modelDetail(model) }));
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-line border-b bg-surface px-3 py-2">
      <Select
        label="Model A"
        prefix={<SideMark side="A" />}
        value={pair.a.id}
        onChange={(a) => choose({ a, b: pair.b.id })}
        options={options}
        className="w-64 min-w-40 max-w-80 flex-1"
      />
      <IconButton icon={ArrowLeftRight} label="Swap A and B" onClick={() => swap(pair.a.id, pair.b.id)} />
      <Select
        label="Model B"
        prefix={<SideMark side="B" />}
        value={pair.b.id}
        onChange={(b) => choose({ a: pair.a.id, b })}
        options={options}
        className="w-64 min-w-40 max-w-80 flex-1"
      />
      <Select
        label="Split"
        prefix="Split"
        value={split?.name ?? null}
        onChange={(name) => choose({ split: name })}
        options={splits.map((one) => ({ id: one.name, label: `${one.name} (${count(one.images)})` }))}
        className="w-40"
      />
    </div>
  );
}

/** The letter of a side. */
export function SideMark({ side }: { readonly side: 'A' | 'B' }) {
  return (
    <span className="inline-flex size-4.5 shrink-0 items-center justify-center rounded-xs bg-hover font-semibold text-2xs text-ink">
      {side}
    </span>
  );
}

function modelDetail(model: Model): string {
  const size = model.parameters === null ? '' : `${(model.parameters / 1e6).toFixed(1)} M parameters`;
  return [model.detail, size].filter((part) => part !== '').join(' · ');
}
