import { FolderInput } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatBytes } from '../settings/format-bytes.ts';
import { SettingsSection } from '../settings/settings-section.tsx';
import { DownloadField } from './download-field.tsx';
import { DownloadProgress } from './download-progress.tsx';
import { HubField } from './hub-field.tsx';
import { ImportModelDialog } from './import-model-dialog.tsx';
import { ModelRow } from './model-row.tsx';
import { OfferRow } from './offer-row.tsx';
import { useDownloading, useLibrary } from './use-library.ts';

/** The models on this computer, and those that can be had. */
export function LibraryScreen() {
  const { models, offers, storage, remove, setHub, refresh } = useLibrary();
  const { downloads, start, cancel, forget } = useDownloading(refresh);
  const [importing, setImporting] = useState(false);
  const busy = (repository: string) => downloads.some((each) => each.repository === repository && each.error === null);
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex max-w-190 flex-col gap-6 px-6 pt-5 pb-10">
        <header className="flex items-center gap-3">
          <div className="min-w-0 flex-1">
            <h1 className="font-semibold text-lg">Models</h1>
            <p className="text-ink-2">Any of these can caption, be fine-tuned and be compared.</p>
          </div>
          <Button onClick={() => setImporting(true)}>
            <FolderInput size={14} aria-hidden />
            Import a model…
          </Button>
        </header>
        {downloads.length > 0 && (
          <section
            aria-label="Downloads"
            className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3"
          >
            {downloads.map((download) => (
              <DownloadProgress
                key={download.operationId}
                download={download}
                onCancel={() => cancel(download.operationId)}
                onRetry={() => start(download.repository)}
                onDismiss={() => forget(download.operationId)}
              />
            ))}
          </section>
        )}
        <SettingsSection id="library" title="On this computer">
          {models.isError ? (
            <ErrorNotice className="m-3" error={models.error} onRetry={() => void models.refetch()} />
          ) : models.data === undefined ? (
            <EmptyState title="Looking at the models…" />
          ) : (
            <ul>
              {models.data.map((model) => (
                <ModelRow
                  key={model.id}
                  model={model}
                  removing={remove.isPending && remove.variables.id === model.id}
                  onRemove={() => remove.mutate({ id: model.id })}
                  onResume={
                    model.kind === 'downloaded' && model.problem !== null && !busy(model.id)
                      ? () => start(model.id)
                      : null
                  }
                />
              ))}
            </ul>
          )}
        </SettingsSection>
        <SettingsSection id="published" title="Published models">
          <DownloadField hub={hostOf(storage.data?.hub)} busy={busy} onDownload={start} />
          {offers.isError ? (
            <ErrorNotice className="m-3" error={offers.error} onRetry={() => void offers.refetch()} />
          ) : (
            <ul>
              {offers.data?.map((offer) => (
                <OfferRow
                  key={offer.repository}
                  offer={offer}
                  busy={busy(offer.repository)}
                  onDownload={() => start(offer.repository)}
                />
              ))}
            </ul>
          )}
        </SettingsSection>
        <SettingsSection id="downloads" title="Where they are kept">
          {storage.data && (
            <div className="flex flex-col gap-3 px-4 py-3">
              <p>
                Downloads take <span className="tabular font-medium">{formatBytes(storage.data.bytes)}</span> at{' '}
                <span className="break-all text-ink-2">{storage.data.directory}</span>. Deleting a model above frees its
                part.
              </p>
              <HubField key={storage.data.hub} hub={storage.data.hub} saving={setHub} />
            </div>
          )}
        </SettingsSection>
      </div>
      {importing && <ImportModelDialog onClose={() => setImporting(false)} />}
    </div>
  );
}

function hostOf(hub: string | undefined): string {
  if (hub === undefined) return 'the hub';
  return URL.canParse(hub) ? new URL(hub).host : hub;
}
