import { useMemo } from 'react';
import type { RunPoint } from '../../../preload/contract/runs.ts';
import { type Column, Table } from '../../components/table.tsx';
import type { ChartDefinition } from './chart-definitions.ts';
import { type EpochSummary, summariseEpochs } from './epoch-summary.ts';
import { phaseTitle } from './run-phase.ts';
import { ScrollRegion } from './scroll-region.tsx';

interface Props {
  readonly points: readonly RunPoint[];
  readonly version: number;
  readonly charts: readonly ChartDefinition[];
}

/** The curves as numbers: one row per epoch with the mean of each value. */
export function EpochTable({ points, version, charts }: Props) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` changes with the points, which grow in place
  const rows = useMemo(() => summariseEpochs(points), [points, version]);
  const columns: Column<EpochSummary>[] = [
    { id: 'phase', header: 'Phase', cell: (row) => phaseTitle[row.phase] },
    { id: 'epoch', header: 'Epoch', numeric: true, cell: (row) => row.epoch },
    ...charts.flatMap((chart) =>
      chart.lines.map((line) => ({
        id: line.key,
        header: chart.lines.length > 1 ? `${chart.title}: ${line.title.toLowerCase()}` : chart.title,
        numeric: true,
        cell: (row: EpochSummary) => meanText(row.means[line.key], chart.digits),
      })),
    ),
    { id: 'points', header: 'Points', numeric: true, cell: (row) => row.points },
  ];
  return (
    <ScrollRegion label="Epoch table" className="overflow-x-auto rounded-lg border border-line bg-surface">
      <Table
        label="Mean values per epoch"
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.phase} ${row.epoch}`}
      />
    </ScrollRegion>
  );
}

function meanText(value: number | undefined, digits: number): string {
  if (value === undefined) return '–';
  const isTiny = value !== 0 && Math.abs(value) < 0.001;
  return (isTiny ? value.toExponential(2) : value.toFixed(Math.min(digits, 3))).replaceAll('-', '−');
}
