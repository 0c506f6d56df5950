import { ChartSpline, Sparkles } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { RunList } from './run-list.tsx';
import { RunView } from './run-view.tsx';
import { StartPanel } from './start-panel.tsx';
import { useTrain } from './train-store.ts';
import { useRuns } from './use-runs.ts';

/** The Train screen. */
export function TrainScreen() {
  return (
    <>
      <h1 className="sr-only">Train</h1>
      <Runs />
    </>
  );
}

/** The project's runs on the left; the selected run or the form for a new one on the right. */
function Runs() {
  const runs = useRuns();
  const { runId, starting, showRun, startFrom, endStart } = useTrain();
  if (runs.isError) return <ErrorNotice className="m-4" error={runs.error} onRetry={() => void runs.refetch()} />;
  if (runs.data === undefined) return <EmptyState title="Loading runs…" />;
  const shown = runs.data.find((run) => run.id === runId) ?? runs.data[0];
  const fineTune = (
    <Button variant="primary" size="lg" onClick={() => startFrom(null)} className="w-full">
      <Sparkles size={16} aria-hidden />
      Fine-tune{' '}
    </Button>
  );
  if (shown === undefined && starting === null) {
    return (
      <EmptyState icon={ChartSpline} title="Train a captioning model on this project" action={fineTune}>
        Training uses the captions of the train split. Cross-entropy teaches the next word; self-critical training then
        rewards captions that agree with the references. You can keep working and pause the run at any time.
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full min-h-0">
      {shown !== undefined && (
        <nav aria-label="Training runs" className="flex w-64 shrink-0 flex-col border-line border-r bg-surface">
          <div className="p-3">{fineTune}</div>
          <h2 className="px-4 pb-1.5 font-medium text-ink-3 text-xs">
            {runs.data.length === 1 ? '1 run' : `${runs.data.length} runs`}
          </h2>
          <div className="min-h-0 flex-1 overflow-y-auto">
            <RunList runs={runs.data} selectedId={starting === null ? shown.id : null} onSelect={showRun} />
          </div>
        </nav>
      )}
      {starting === null && shown !== undefined ? (
        <RunView key={shown.id} id={shown.id} />
      ) : (
        <StartPanel
          key={starting?.modelId ?? ''}
          modelId={starting?.modelId ?? null}
          onStarted={(run) => showRun(run.id)}
          onCancel={endStart}
        />
      )}
    </div>
  );
}
