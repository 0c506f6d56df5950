import { ChartSpline } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Run } from '../../../preload/contract/runs.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { chartsFor } from './chart-definitions.ts';
import { CheckpointChart } from './checkpoint-chart.tsx';
import { CurveChart } from './curve-chart.tsx';
import { EpochTable } from './epoch-table.tsx';
import { phaseAxis, position } from './phase-axis.ts';
import { isActive } from './run-facts.ts';
import type { RunPhase } from './run-phase.ts';
import type { useRunPoints } from './use-run-points.ts';

interface Props {
  readonly run: Run;
  readonly stream: ReturnType<typeof useRunPoints>;
}

/** The live curves of a run, or its epochs as a table. */
export function CurvesTab({ run, stream }: Props) {
  const { buffer, version } = stream;
  const [view, setView] = useState<'curves' | 'table'>('curves');
  const [phase, setPhase] = useState<RunPhase | 'both'>('both');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the buffer is filled in place and `version` changes with it
  const frame = useMemo(() => {
    const axis = phaseAxis([...buffer.points, ...run.checkpoints]);
    const shown = [...buffer.points, ...run.checkpoints].filter((one) => phase === 'both' || one.phase === phase);
    const places = shown.map((one) => position(axis, one));
    const start = phase === 'scst' && axis.boundary !== null ? axis.boundary : 0;
    const end = places.reduce((highest, place) => Math.max(highest, place), start);
    return { axis, range: [start, end > start ? end : start + 1] as const, charts: chartsFor(buffer.keys) };
  }, [buffer, version, run.checkpoints, phase]);

  if (stream.error !== null && buffer.points.length === 0) {
    return <ErrorNotice className="m-3" error={stream.error} onRetry={() => void stream.retry()} />;
  }
  if (buffer.points.length === 0 && run.checkpoints.length === 0)
    return <NoPoints run={run} loading={stream.loading} />;
  const bothPhases = frame.axis.boundary !== null;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-3">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Segmented
          label="View"
          size="sm"
          value={view}
          onChange={setView}
          options={[
            { id: 'curves', label: 'Curves' },
            { id: 'table', label: 'Table' },
          ]}
        />
        {bothPhases && view === 'curves' && (
          <Segmented
            label="Phase"
            size="sm"
            value={phase}
            onChange={setPhase}
            options={[
              { id: 'both', label: 'Both phases' },
              { id: 'cross-entropy', label: 'Cross-entropy' },
              { id: 'scst', label: 'Self-critical' },
            ]}
          />
        )}
        <span className="ml-auto text-ink-3 text-xs">
          {view === 'curves'
            ? 'Pale: all points. Solid: smoothed. x-axis: epochs since the start.'
            : 'Mean values per epoch.'}
        </span>
      </div>
      {stream.error !== null && (
        <ErrorNotice className="mb-3" error={stream.error} onRetry={() => void stream.retry()} />
      )}
      {view === 'table' ? (
        <EpochTable points={buffer.points} version={version} charts={frame.charts} />
      ) : (
        <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
          <CheckpointChart
            checkpoints={run.checkpoints}
            axis={frame.axis}
            phase={phase === 'both' ? null : phase}
            range={frame.range}
          />
          {frame.charts.map((chart) => (
            <CurveChart
              key={chart.id}
              chart={chart}
              points={buffer.points}
              version={version}
              axis={frame.axis}
              phase={phase === 'both' ? null : phase}
              range={frame.range}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function NoPoints({ run, loading }: { readonly run: Run; readonly loading: boolean }) {
  if (loading) return <EmptyState title="Loading curves…" />;
  if (isActive(run.state)) {
    return (
      <EmptyState icon={ChartSpline} title="No curves yet">
        {run.state === 'queued'
          ? 'The run starts when the one before it ends.'
          : (run.progress?.stage ?? 'Starting the worker…')}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={ChartSpline} title="No curves">
      The run ended before its first training step.
    </EmptyState>
  );
}
