import type { Settings } from '../../../preload/contract/settings.ts';
import type { Handlers } from '../../../preload/contract/table.ts';
import type { JsonFile } from '../../store/json-file.ts';
import type { EngineContext } from '../door/engine-context.ts';
import type { OpenProject } from '../project/open-project.ts';
import type { CacheFolder } from './cache-folder.ts';
import { fileBytes, folderBytes } from './folder-bytes.ts';

export function settingsNamespace(options: {
  readonly settings: JsonFile<Settings>;
  readonly project: OpenProject;
  readonly cache: CacheFolder;
  readonly device: EngineContext['device'];
}): Handlers['settings'] {
  const { settings, project, cache, device } = options;
  return {
    get: () => settings.read(),
    update: (changes) =>
      settings.update((current) => ({
        theme: changes.theme ?? current.theme,
        author: changes.author ?? current.author,
        gridSize: changes.gridSize ?? current.gridSize,
        // Chosen with `graphs.chooseParser`, which looks whether it is there.
        graphParser: current.graphParser,
      })),
    device: () => device(),
    async storage() {
      const store = project.storeOrNull;
      const parts = store
        ? await Promise.all([folderBytes(store.filesDirectory), fileBytes(store.file), fileBytes(`${store.file}-wal`)])
        : [];
      return {
        project: store?.file ?? null,
        projectBytes: parts.reduce((sum, bytes) => sum + bytes, 0),
        cache: cache.directory,
        cacheBytes: await cache.bytes(),
      };
    },
    clearCache: async () => ({ freedBytes: await cache.clear() }),
  };
}
