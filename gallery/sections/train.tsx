import { useState } from 'react';
import { chartsFor } from '../../renderer/features/train/chart-definitions.ts';
import { CheckpointChart } from '../../renderer/features/train/checkpoint-chart.tsx';
import { CheckpointsTab } from '../../renderer/features/train/checkpoints-tab.tsx';
import { CurveChart } from '../../renderer/features/train/curve-chart.tsx';
import { EpochTable } from '../../renderer/features/train/epoch-table.tsx';
import { FailureNotice } from '../../renderer/features/train/failure-notice.tsx';
import { phaseAxis } from '../../renderer/features/train/phase-axis.ts';
import { PresetChoice } from '../../renderer/features/train/preset-choice.tsx';
import { RunList } from '../../renderer/features/train/run-list.tsx';
import { RunName } from '../../renderer/features/train/run-name.tsx';
import { SettingFields } from '../../renderer/features/train/setting-fields.tsx';
import { useStartForm } from '../../renderer/features/train/use-start-form.ts';
import { pair } from '../fixtures/compare.ts';
import { points, presets, run, states } from '../fixtures/runs.ts';
import { Section, Specimen } from '../specimen.tsx';

const nothing = () => undefined;
const runs = states.map((state) => run(state));
const finished = run('finished');
const axis = phaseAxis(points);
const charts = chartsFor(new Set(['loss', 'reward', 'greedyReward', 'learningRate']));

export function TrainSection() {
  const [selected, setSelected] = useState('run-running');
  const form = useStartForm(presets, [pair.a], null);
  return (
    <Section title="Train">
      <Specimen of="RunList (with the badge of every state)">
        <div className="max-w-72">
          <RunList runs={runs} selectedId={selected} onSelect={setSelected} />
        </div>
      </Specimen>
      <Specimen of="RunName">
        <RunName run={finished} onRename={nothing} />
      </Specimen>
      <Specimen of="FailureNotice">
        <FailureNotice run={run('failed')} onCompare={nothing} onContinueFrom={nothing} />
        <FailureNotice
          run={run('stopped', { reason: 'Stopped before its first checkpoint.', checkpoints: [] })}
          onCompare={nothing}
          onContinueFrom={nothing}
        />
      </Specimen>
      <Specimen of="PresetChoice and SettingFields">
        <PresetChoice presets={presets} value={form.preset?.id ?? null} onChange={form.choosePreset} />
        {form.preset && <SettingFields preset={form.preset} form={form} />}
      </Specimen>
      <Specimen of="CurveChart, CheckpointChart and LineChart">
        <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,360px),1fr))] gap-3">
          <CheckpointChart checkpoints={finished.checkpoints} axis={axis} phase={null} range={[0, 4]} />
          {charts.map((chart) => (
            <CurveChart
              key={chart.id}
              chart={chart}
              points={points}
              version={1}
              axis={axis}
              phase={null}
              range={[0, 4]}
            />
          ))}
        </div>
      </Specimen>
      <Specimen of="EpochTable">
        <EpochTable points={points} version={1} charts={charts} />
      </Specimen>
      <Specimen of="CheckpointsTab">
        <CheckpointsTab run={finished} />
        <CheckpointsTab run={run('queued')} />
      </Specimen>
    </Section>
  );
}
