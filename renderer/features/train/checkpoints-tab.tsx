import { Flag, Star } from 'lucide-react';
import type { Run, RunCheckpoint } from '../../../preload/contract/runs.ts';
import { Badge } from '../../components/badge.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { metricName, metricText } from './metric-names.ts';
import { isActive, metricKeys } from './run-facts.ts';
import { phaseTitle } from './run-phase.ts';
import { ScrollRegion } from './scroll-region.tsx';

/** The run's checkpoints with their validation metrics. */
export function CheckpointsTab({ run }: { readonly run: Run }) {
  if (run.checkpoints.length === 0) {
    return (
      <EmptyState icon={Flag} title="No checkpoints yet">
        {isActive(run.state)
          ? 'Training saves checkpoints and evaluates them on the validation split.'
          : 'The run ended before its first checkpoint.'}
      </EmptyState>
    );
  }
  const columns: Column<RunCheckpoint>[] = [
    {
      id: 'name',
      header: 'Checkpoint',
      cell: (one) => (
        <span className="flex items-center gap-2 whitespace-nowrap">
          <span className="font-medium">{one.name}</span>
          {one.best && (
            <Badge tone="accent" icon={Star}>
              Best
            </Badge>
          )}
        </span>
      ),
    },
    { id: 'phase', header: 'Phase', cell: (one) => phaseTitle[one.phase] },
    { id: 'epoch', header: 'Epoch', numeric: true, cell: (one) => Number(one.epoch.toFixed(2)) },
    { id: 'step', header: 'Step', numeric: true, cell: (one) => one.step.toLocaleString('en') },
    ...metricKeys(run).map((key) => ({
      id: key,
      header: metricName(key),
      numeric: true,
      cell: (one: RunCheckpoint) => metricText(key, one.metrics[key]),
    })),
    {
      id: 'saved',
      header: 'Saved',
      cell: (one) => <span className="whitespace-nowrap">{new Date(one.createdAt).toLocaleString()}</span>,
    },
  ];
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-3">
      <ScrollRegion
        label="Checkpoints"
        className="overflow-x-auto whitespace-nowrap rounded-lg border border-line bg-surface"
      >
        <Table label="Checkpoints" columns={columns} rows={[...run.checkpoints].reverse()} rowKey={(one) => one.name} />
      </ScrollRegion>
      <p className="mt-2 text-ink-3 text-xs">
        Compare and Export use the best checkpoint: the one with the highest CIDEr on the validation split.
      </p>
    </div>
  );
}
