import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Input, Output } from '../../../preload/contract/table.ts';
import { formatBytes } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { SettingsSection } from '../settings/settings-section.tsx';
import { HubField } from './hub-field.tsx';

interface Props {
  readonly storage: Output<'models', 'storage'>;
  readonly setHub: UseMutationResult<Output<'models', 'setHub'>, Error, Input<'models', 'setHub'>>;
  /** Deletes every download; null during a download and when nothing is downloaded. */
  readonly onClear: (() => void) | null;
  readonly clearing: boolean;
}

/** The folder of downloads and the hub they come from. */
export function DownloadStorage({ storage, setHub, onClear, clearing }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <SettingsSection id="downloads" title="Downloads">
      <div className="flex flex-col gap-4 px-4 py-3">
        <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
          <p className="min-w-60 flex-1">
            {storage.bytes === 0 ? (
              'No downloads yet. Downloads are saved in '
            ) : (
              <>
                Downloads use <span className="tabular font-medium">{formatBytes(storage.bytes)}</span> in{' '}
              </>
            )}
            <span className="text-ink-2 [overflow-wrap:anywhere]">{storage.directory}</span>.
          </p>
          {(onClear || clearing) && (
            <Button
              size="sm"
              variant="danger"
              busy={clearing}
              onClick={asking && onClear ? onClear : () => setAsking(true)}
              onBlur={() => setAsking(false)}
            >
              {asking ? `Delete ${formatBytes(storage.bytes)}?` : 'Delete all downloads'}
            </Button>
          )}
        </div>
        <HubField key={storage.hub} hub={storage.hub} saving={setHub} />
      </div>
    </SettingsSection>
  );
}
