import { useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../../../preload/contract/settings.ts';
import { apiKey, useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';

/** Loads and updates the settings; the answer replaces the old settings at once. */
export function useSettings() {
  const queries = useQueryClient();
  const settings = useApiQuery('settings', 'get', {});
  const update = useApiMutation('settings', 'update', {
    onSuccess: (next: Settings) => queries.setQueryData(apiKey('settings', 'get', {}), next),
  });
  return { settings, update };
}

/** Loads the device. The first answer starts a worker, so it is fetched only where shown, and kept. */
export function useComputeDevice() {
  return useApiQuery('settings', 'device', {});
}

/** Loads the disk space used, measured each time the screen opens. */
export function useStorage() {
  const queries = useQueryClient();
  const storage = useApiQuery('settings', 'storage', {}, { staleTimeMs: 0 });
  const clear = useApiMutation('settings', 'clearCache', {
    quiet: true,
    onSuccess: () => void queries.invalidateQueries({ queryKey: apiKey('settings', 'storage') }),
  });
  return { storage, clear };
}
