import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { toast } from 'sonner';
import type { ProjectInfo } from '../../../preload/contract/project.ts';
import { apiKey, call, useApiQuery } from '../engine/api-hooks.ts';
import { useUi } from '../navigation/ui-store.ts';
import { isCancelled, readError } from '../words/errors.ts';

/** Returns the open project; null without one, undefined before the first answer. */
export function useProjectInfo(): ProjectInfo | null | undefined {
  return useApiQuery('project', 'info', {}).data;
}

export interface ProjectActions {
  /**
   * Asks for the place, then creates and opens a project. Returns false when cancelled or failed (shown as a toast).
   */
  readonly create: () => Promise<boolean>;
  readonly open: (path?: string) => Promise<boolean>;
  readonly openSample: () => Promise<boolean>;
  readonly close: () => Promise<void>;
  /** Asks for the folder that holds the missing images. */
  readonly relink: () => Promise<void>;
}

/** Opens and closes projects. Errors are toasts, because the current screen is about to change. */
export function useProjectActions(): ProjectActions {
  const queries = useQueryClient();
  const reset = useUi((state) => state.reset);

  const enter = useCallback(
    async (opening: Promise<ProjectInfo>): Promise<boolean> => {
      try {
        const info = await opening;
        const before = queries.getQueryData<ProjectInfo | null>(apiKey('project', 'info', {}));
        queries.setQueryData(apiKey('project', 'info', {}), info);
        void queries.invalidateQueries({ queryKey: apiKey('project', 'recents') });
        if (before?.path !== info.path) reset();
        return true;
      } catch (error) {
        if (!isCancelled(error)) toast.error(readError(error).message, { duration: 10_000 });
        return false;
      }
    },
    [queries, reset],
  );

  const create = useCallback(async () => {
    const path = await call('shell', 'chooseNewProject', {});
    return path !== null && (await enter(call('project', 'create', { path })));
  }, [enter]);

  const open = useCallback(
    async (path?: string) => {
      const chosen = path ?? (await call('shell', 'chooseProject', {}));
      return chosen !== null && (await enter(call('project', 'open', { path: chosen })));
    },
    [enter],
  );

  const openSample = useCallback(() => enter(call('project', 'openSample', {})), [enter]);

  const close = useCallback(async () => {
    try {
      await call('project', 'close', {});
      queries.setQueryData(apiKey('project', 'info', {}), null);
      reset();
    } catch (error) {
      toast.error(readError(error).message);
    }
  }, [queries, reset]);

  const relink = useCallback(async () => {
    try {
      const imagesDirectory = await call('shell', 'chooseDirectory', { title: 'Image folder' });
      if (imagesDirectory === null) return;
      const { found, stillMissing } = await call('project', 'relink', { imagesDirectory });
      const rest = stillMissing === 0 ? 'No images are missing.' : `${stillMissing} still missing.`;
      toast(`${found} ${found === 1 ? 'image' : 'images'} found. ${rest}`);
      void queries.invalidateQueries({ queryKey: ['images'] });
      void queries.invalidateQueries({ queryKey: apiKey('project', 'info') });
    } catch (error) {
      toast.error(readError(error).message, { duration: 10_000 });
    }
  }, [queries]);

  return { create, open, openSample, close, relink };
}
