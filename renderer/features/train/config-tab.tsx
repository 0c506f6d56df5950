import type { Run } from '../../../preload/contract/runs.ts';
import { type Column, Table } from '../../components/table.tsx';
import { type ConfigRow, configRows } from './config-rows.ts';
import { ScrollRegion } from './scroll-region.tsx';
import { usePresets } from './use-runs.ts';

const columns: readonly Column<ConfigRow>[] = [
  {
    id: 'title',
    header: 'Setting',
    cell: (row) => (
      <>
        <span className="font-medium">{row.title}</span>
        {row.help && <span className="block text-ink-3 text-xs">{row.help}</span>}
      </>
    ),
  },
  { id: 'key', header: 'Key', cell: (row) => <code className="text-ink-2 text-xs">{row.key}</code> },
  {
    id: 'value',
    header: 'Value',
    cell: (row) => (
      <>
        <span className="tabular">{row.value}</span>
        {row.presetValue !== null && <span className="text-ink-3 text-xs"> (changed; preset: {row.presetValue})</span>}
      </>
    ),
  },
];

/** The complete configuration of the run. */
export function ConfigTab({ run }: { readonly run: Run }) {
  const presets = usePresets();
  const preset = presets.data?.find((one) => one.id === run.preset) ?? null;
  const facts: readonly (readonly [string, string])[] = [
    ['Preset', preset?.title ?? run.preset],
    ['Started from', run.modelId],
    ['Training images', run.trainImages.toLocaleString('en')],
    ['Validation images', run.valImages.toLocaleString('en')],
    ['Device', run.device ?? 'Unknown until the run starts'],
    ['Created', new Date(run.createdAt).toLocaleString()],
    ['Run id', run.id],
  ];
  return (
    <ScrollRegion label="Configuration" className="min-h-0 flex-1 overflow-y-auto p-3">
      <dl className="mb-4 grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-x-4 gap-y-2">
        {facts.map(([term, value]) => (
          <div key={term} className="min-w-0">
            <dt className="text-ink-3 text-xs">{term}</dt>
            <dd className="truncate" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <div className="rounded-lg border border-line bg-surface">
        <Table
          label="Configuration"
          columns={columns}
          rows={configRows(run.config, preset)}
          rowKey={(row) => row.key}
        />
      </div>
    </ScrollRegion>
  );
}
