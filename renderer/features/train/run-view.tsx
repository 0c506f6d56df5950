import { useState } from 'react';
import { useUi } from '../../app/navigation/ui-store.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useCompare } from '../compare/compare-store.ts';
import { CheckpointsTab } from './checkpoints-tab.tsx';
import { ConfigTab } from './config-tab.tsx';
import { CurvesTab } from './curves-tab.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { RunHeader } from './run-header.tsx';
import { SamplesTab } from './samples-tab.tsx';
import { useTrain } from './train-store.ts';
import { useRunPoints } from './use-run-points.ts';
import { useRun } from './use-runs.ts';

type TabId = 'curves' | 'samples' | 'checkpoints' | 'config';

/** One run: progress, curves, sample captions, checkpoints and configuration. */
export function RunView({ id }: { readonly id: string }) {
  const run = useRun(id);
  const stream = useRunPoints(id);
  const [tab, setTab] = useState<TabId>('curves');
  const showScreen = useUi((state) => state.showScreen);
  const compareWith = useCompare((state) => state.compareWith);
  const startFrom = useTrain((state) => state.startFrom);
  if (run.isError) return <ErrorNotice className="m-4" error={run.error} onRetry={() => void run.refetch()} />;
  if (run.data === undefined) return <EmptyState title="Loading run…" />;
  const compare = () => {
    compareWith(id);
    showScreen('compare');
  };
  const actions = { onCompare: compare, onContinueFrom: () => startFrom(id) };
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <RunHeader run={run.data} {...actions} />
      <FailureNotice run={run.data} {...actions} />
      <Tabs
        label="Run details"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: 'curves', label: 'Curves' },
          { id: 'samples', label: 'Sample captions' },
          { id: 'checkpoints', label: `Checkpoints (${run.data.checkpoints.length})` },
          { id: 'config', label: 'Configuration' },
        ]}
        className="flex-1"
      >
        {tab === 'curves' && <CurvesTab run={run.data} stream={stream} />}
        {tab === 'samples' && <SamplesTab run={run.data} />}
        {tab === 'checkpoints' && <CheckpointsTab run={run.data} />}
        {tab === 'config' && <ConfigTab run={run.data} />}
      </Tabs>
    </div>
  );
}
