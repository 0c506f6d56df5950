import { Columns2 } from 'lucide-react';
import { useUi } from '../../app/navigation/ui-store.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { CaptionNeeded } from './caption-needed.tsx';
import { CompareBar } from './compare-bar.tsx';
import { CompareResults } from './compare-results.tsx';
import { useComparison } from './use-compare-data.ts';

/** The Compare screen. */
export function CompareScreen() {
  return (
    <>
      <h1 className="sr-only">Compare</h1>
      <TwoModels />
    </>
  );
}

function TwoModels() {
  const comparison = useComparison();
  const showScreen = useUi((state) => state.showScreen);
  const { pair, split } = comparison;
  if (comparison.error !== null) {
    return <ErrorNotice className="m-4" error={comparison.error} onRetry={comparison.retry} />;
  }
  if (comparison.loading) return <EmptyState title="Loading models…" />;
  if (split === null) {
    return (
      <EmptyState
        icon={Columns2}
        title="No images to compare on"
        action={<Button onClick={() => showScreen('browse')}>Go to Browse</Button>}
      >
        Import images with captions. Models are compared on a split of the project.
      </EmptyState>
    );
  }
  if (pair === null) {
    return (
      <EmptyState
        icon={Columns2}
        title="Two models needed"
        action={
          <Button variant="primary" onClick={() => showScreen('train')}>
            Go to Train
          </Button>
        }
      >
        Fine-tune a model on this project to compare it with the model included in Nadir.
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <CompareBar pair={pair} comparison={comparison} />
      {pair.a.id === pair.b.id ? (
        <EmptyState icon={Columns2} title="A and B are the same model">
          Choose a different model for A or B.
        </EmptyState>
      ) : comparison.ready ? (
        <CompareResults key={`${pair.a.id} ${pair.b.id} ${split.name}`} pair={pair} split={split.name} />
      ) : (
        <CaptionNeeded pair={pair} comparison={comparison} />
      )}
    </div>
  );
}
