import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { apiKey, call, useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { readError } from '../../app/words/errors.ts';

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
