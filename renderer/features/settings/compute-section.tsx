import { Cpu } from 'lucide-react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SettingsSection } from './settings-section.tsx';
import { useComputeDevice } from './use-settings.ts';

/** The device and library used for tensors, with the reason. */
export function ComputeSection() {
  const device = useComputeDevice();
  return (
    <SettingsSection id="compute" title="Compute">
      <div className="px-4 py-3" aria-live="polite">
        {device.isError ? (
          <ErrorNotice error={device.error} onRetry={() => void device.refetch()} />
        ) : device.data === undefined ? (
          <p className="text-ink-2">Checking the device…</p>
        ) : (
          <div className="flex items-start gap-3">
            <Cpu size={18} strokeWidth={1.5} className="mt-0.5 shrink-0 text-ink-2" aria-hidden />
            <div className="min-w-0">
              <p className="font-medium">{device.data.device}</p>
              <p className="text-ink-2">
                {device.data.library} {device.data.libraryVersion}
              </p>
              <p className="mt-1 text-ink-2 text-xs">{device.data.reason}</p>
            </div>
          </div>
        )}
      </div>
    </SettingsSection>
  );
}
