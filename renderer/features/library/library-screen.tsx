import { FolderInput } from 'lucide-react';
import { useState } from 'react';
import type { LibraryModel } from '../../../preload/contract/models.ts';
import { useApiQuery } from '../../app/engine/api-hooks.ts';
import { hasEnded } from '../../app/jobs/job-facts.ts';
import { useUi } from '../../app/navigation/ui-store.ts';
import { useProjectInfo } from '../../app/project/use-project.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useCompare } from '../compare/compare-store.ts';
import { SettingsSection } from '../settings/settings-section.tsx';
import { useTrain } from '../train/train-store.ts';
import { DownloadStorage } from './download-storage.tsx';
import { ImportModelDialog } from './import-model-dialog.tsx';
import { ModelRow } from './model-row.tsx';
import { PublishedSection } from './published-section.tsx';
import { TrainedSection } from './trained-section.tsx';
import { Transfers } from './transfers.tsx';
import { useLibrary } from './use-library.ts';
import { usePrepareFeatures } from './use-prepare-features.ts';
import { useDownloads, useModelExports } from './use-transfers.ts';

/** The Models screen: models on this computer and models to download. */
export function LibraryScreen() {
  const { models, offers, storage, remove, clear, setHub } = useLibrary();
  const downloading = useDownloads();
  const { busy, start } = downloading;
  const exporting = useModelExports();
  const [importing, setImporting] = useState(false);
  const use = useModelUse();
  const downloaded = models.data?.filter(({ kind }) => kind === 'downloaded') ?? [];
  const canClear = downloaded.length > 0 && !downloading.jobs.some((job) => !hasEnded(job));
  const prepareFeatures = usePrepareFeatures();
  const titleOf = (id: string) =>
    [...(models.data ?? []), ...(use?.runs ?? [])].find((one) => one.id === id)?.title ?? id;
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex max-w-210 flex-col gap-6 px-6 pt-5 pb-10">
        <header className="flex flex-wrap items-start gap-3">
          <div className="min-w-60 flex-1">
            <h1 className="font-semibold text-lg">Models</h1>
            <p className="max-w-150 text-ink-2">
              Every model can caption your images, be fine-tuned on your captions and be compared with others. Larger
              models (with more parameters) usually write better captions and need more memory.
            </p>
          </div>
          <Button onClick={() => setImporting(true)}>
            <FolderInput size={14} aria-hidden />
            Import model…
          </Button>
        </header>
        <Transfers downloading={downloading} exporting={exporting} titleOf={titleOf} />
        <SettingsSection id="library" title="On this computer">
          {models.isError ? (
            <ErrorNotice className="m-3" error={models.error} onRetry={() => void models.refetch()} />
          ) : models.data === undefined ? (
            <EmptyState title="Loading models…" />
          ) : (
            <ul>
              {models.data.map((model) => (
                <ModelRow
                  key={model.id}
                  model={model}
                  downloading={busy(model.id)}
                  removing={remove.isPending && remove.variables.id === model.id}
                  onRemove={() => remove.mutate({ id: model.id })}
                  onResume={
                    model.kind === 'downloaded' && model.problem !== null && !busy(model.id)
                      ? () => start(model.id)
                      : null
                  }
                  onFineTune={use && (() => use.fineTune(model.id))}
                  onCompare={use && (() => use.compare(model.id))}
                  onPrepare={use && (() => prepareFeatures(model.id))}
                  exporting={exporting.busy(model.id)}
                  onExport={() => exporting.start(model.id, model.title)}
                />
              ))}
            </ul>
          )}
        </SettingsSection>
        {use && (
          <TrainedSection
            runs={use.runs}
            onFineTune={use.fineTune}
            onCompare={use.compare}
            onPrepare={prepareFeatures}
            exporting={exporting.busy}
            onExport={({ id, title }) => exporting.start(id, title)}
          />
        )}
        <PublishedSection offers={offers} hub={hostOf(storage.data?.hub)} busy={busy} onDownload={start} />
        {storage.data && (
          <DownloadStorage
            storage={storage.data}
            setHub={setHub}
            clearing={clear.isPending}
            onClear={canClear ? () => clear.mutate(downloaded.map(({ id }) => id)) : null}
          />
        )}
      </div>
      {importing && (
        <ImportModelDialog bases={models.data?.filter(canBeBase) ?? []} onClose={() => setImporting(false)} />
      )}
    </div>
  );
}

/** Returns the project's fine-tuned models and the actions that use a model; null without an open project. */
function useModelUse() {
  const info = useProjectInfo();
  const showScreen = useUi((state) => state.showScreen);
  const startFrom = useTrain((state) => state.startFrom);
  const compareWith = useCompare((state) => state.compareWith);
  const models = useApiQuery('compare', 'models', {}, { enabled: info != null });
  if (info == null) return null;
  return {
    runs: models.data?.filter(({ kind }) => kind === 'run') ?? [],
    fineTune: (id: string) => {
      startFrom(id);
      showScreen('train');
    },
    compare: (id: string) => {
      compareWith(id);
      showScreen('compare');
    },
  };
}

/** Fine-tuned weights need a complete published model; those of nadir-mini are complete models themselves. */
const canBeBase = ({ kind, fineTuned, problem }: LibraryModel): boolean =>
  kind !== 'bundled' && fineTuned === null && problem === null;

function hostOf(hub: string | undefined): string {
  if (hub === undefined) return 'the hub';
  return URL.canParse(hub) ? new URL(hub).host : hub;
}
