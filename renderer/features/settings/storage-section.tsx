import { formatBytes } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SettingsRow, SettingsSection } from './settings-section.tsx';
import { useStorage } from './use-settings.ts';

/** Disk space used by the project and the cache. */
export function StorageSection() {
  const { storage, clear } = useStorage();
  if (storage.isError) {
    return (
      <SettingsSection id="storage" title="Storage">
        <ErrorNotice className="m-3" error={storage.error} onRetry={() => void storage.refetch()} />
      </SettingsSection>
    );
  }
  const facts = storage.data;
  return (
    <SettingsSection id="storage" title="Storage">
      {facts?.project != null && (
        <SettingsRow title="This project" control={<Size bytes={facts.projectBytes} />}>
          <span className="break-all">{facts.project}</span>with its runs and checkpoints. Images are not included.
        </SettingsRow>
      )}
      <SettingsRow
        title="Cache"
        control={
          <>
            <Size bytes={facts?.cacheBytes} />
            <Button
              busy={clear.isPending}
              disabled={facts === undefined || facts.cacheBytes === 0}
              onClick={() => clear.mutate({})}
            >
              Clear cache
            </Button>
          </>
        }
      >
        Thumbnails and image features. Clearing loses nothing: Nadir makes them again when needed.
        {facts && <span className="block break-all">{facts.cache}</span>}
        <span role="status" className="block">
          {clear.data && `Freed ${formatBytes(clear.data.freedBytes)}.`}
        </span>
        {clear.isError && <ErrorNotice className="mt-2" error={clear.error} />}
      </SettingsRow>
    </SettingsSection>
  );
}

function Size({ bytes }: { readonly bytes: number | undefined }) {
  return <span className="tabular font-medium">{bytes === undefined ? '…' : formatBytes(bytes)}</span>;
}
