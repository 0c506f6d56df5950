import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { apiKey, call, useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { useEvent } from '../../app/engine/use-event.ts';
import { readError } from '../../app/words/errors.ts';
import { useDownloads } from './download-store.ts';

/** Free memory changes by itself, so each opening of the screen asks anew. */
export function useLibrary() {
  const queries = useQueryClient();
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ['models'] });
    void queries.invalidateQueries({ queryKey: apiKey('compare', 'models') });
  };
  /** What had the focus is gone with its row: it goes where the list begins. */
  const removed = () => {
    refresh();
    document.getElementById('library-title')?.focus();
  };
  return {
    models: useApiQuery('models', 'list', {}, { staleTimeMs: 0 }),
    offers: useApiQuery('models', 'offers', {}, { staleTimeMs: 0 }),
    storage: useApiQuery('models', 'storage', {}, { staleTimeMs: 0 }),
    remove: useApiMutation('models', 'remove', { onSuccess: removed }),
    clear: useMutation({
      mutationFn: async (ids: readonly string[]) => {
        for (const id of ids) await call('models', 'remove', { id });
      },
      onError: (error) => toast.error(readError(error).message),
      onSettled: removed,
    }),
    setHub: useApiMutation('models', 'setHub', { quiet: true, onSuccess: refresh }),
    refresh,
  };
}

/** What makes up a model's estimates, asked for when it is opened. */
export function useMemory(id: string, enabled: boolean) {
  return useApiQuery('models', 'memory', { id }, { enabled });
}

/** Takes a model in where it lies. */
export function useModelImport(onDone: () => void) {
  const queries = useQueryClient();
  return useApiMutation('models', 'import', {
    quiet: true,
    onSuccess: (model) => {
      void queries.invalidateQueries({ queryKey: ['models'] });
      void queries.invalidateQueries({ queryKey: apiKey('compare', 'models') });
      toast.success(`“${model.title}” is in the library.`);
      onDone();
    },
  });
}

let started = 0;

/** Starts, follows and ends downloads. Mounted once, by the screen; the store keeps what goes on. */
export function useDownloading(refresh: () => void) {
  const { downloads, begin, progress, fail, forget } = useDownloads();
  useEvent('job', (job) => job.progress && progress(job.id, job.progress.done, job.progress.total));
  const start = async (repository: string) => {
    started += 1;
    const operationId = `download-${Date.now()}-${started}`;
    begin(repository, operationId);
    try {
      const model = await call('models', 'download', { repository, jobId: operationId });
      forget(operationId);
      toast.success(`“${model.title}” is in the library.`);
    } catch (error) {
      // The bridge passes a sentence; whether it was cancelled is known by the store.
      if (cancelled.delete(operationId)) forget(operationId);
      else fail(operationId, error);
    }
    refresh();
  };
  const cancel = (operationId: string) => {
    cancelled.add(operationId);
    void call('jobs', 'stop', { id: operationId });
  };
  return { downloads, start: (repository: string) => void start(repository), cancel, forget };
}
const cancelled = new Set<string>();
