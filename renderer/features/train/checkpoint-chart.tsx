import { useMemo, useState } from 'react';
import type { Run } from '../../../preload/contract/runs.ts';
import { Select } from '../../components/select.tsx';
import { LineChart } from './line-chart.tsx';
import { metricName, metricText } from './metric-names.ts';
import { type PhaseAxis, position } from './phase-axis.ts';
import { metricKeys } from './run-facts.ts';
import { phaseTitle, type RunPhase } from './run-phase.ts';

interface Props {
  readonly checkpoints: Run['checkpoints'];
  readonly axis: PhaseAxis;
  readonly phase: RunPhase | null;
  readonly range: readonly [number, number];
}

/** The validation metrics of the checkpoints, one at a time. */
export function CheckpointChart({ checkpoints, axis, phase, range }: Props) {
  const keys = useMemo(() => metricKeys({ checkpoints }), [checkpoints]);
  const [chosen, setChosen] = useState<string | null>(null);
  const key = chosen !== null && keys.includes(chosen) ? chosen : keys[0];
  const shown = useMemo(
    () =>
      checkpoints.filter(
        (one) => key !== undefined && one.metrics[key] !== undefined && (phase === null || one.phase === phase),
      ),
    [checkpoints, key, phase],
  );
  const x = useMemo(() => shown.map((one) => position(axis, one)), [shown, axis]);
  const lines = useMemo(
    () =>
      key === undefined
        ? []
        : [{ title: metricName(key), raw: shown.map((one) => one.metrics[key] ?? null), smoothed: null }],
    [shown, key],
  );
  if (key === undefined) return null;
  return (
    <LineChart
      title="Validation"
      description="Score of greedy captions of the validation split at each checkpoint."
      x={x}
      lines={lines}
      range={range}
      boundary={axis.boundary}
      format={(value) => metricText(key, value ?? undefined)}
      describe={(index) => {
        const one = shown[index];
        return one ? `${one.name}${one.best ? ' (best)' : ''} · ${phaseTitle[one.phase]} · epoch ${one.epoch}` : '';
      }}
      action={
        <Select
          label="Validation metric"
          value={key}
          onChange={setChosen}
          options={keys.map((id) => ({ id, label: metricName(id) }))}
          className="h-6 text-xs"
        />
      }
    />
  );
}
