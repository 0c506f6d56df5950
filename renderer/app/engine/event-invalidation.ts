import type { QueryClient } from '@tanstack/react-query';
import type { Bridge } from '../../../preload/contract/table.ts';
import { rememberJob } from '../jobs/job-cache.ts';
import { apiKey } from './api-hooks.ts';

/**
 * Ties the engine's events to the cached answers: an event either is the new answer or makes old answers stale.
 * Returns the function that unties them. Points and samples of runs are streams; the training screen listens itself.
 */
export function followEvents(bridge: Bridge, queries: QueryClient): () => void {
  const stale = (...keys: readonly (readonly unknown[])[]) => {
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
  const stops = [
    bridge.on('project', (info) => {
      const before = queries.getQueryData<{ path: string } | null>(apiKey('project', 'info', {}));
      queries.setQueryData(apiKey('project', 'info', {}), info);
      if (before?.path !== info?.path) {
        // Ids start again in every project: an answer about image 1 of the last one must not be shown for this one.
        queries.removeQueries({
          predicate: (query) => ['images', 'captions', 'graphs', 'detections'].includes(String(query.queryKey[0])),
        });
        void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'project' });
        stale(apiKey('project', 'recents'));
        return;
      }
      stale(['images'], ['compare'], apiKey('runs', 'preflight'), apiKey('settings', 'storage'));
    }),
    bridge.on('imagesChanged', ({ imageIds }) => {
      for (const id of imageIds) stale(apiKey('images', 'get', { id }), apiKey('graphs', 'forImage', { imageId: id }));
      stale(apiKey('images', 'cards'), apiKey('images', 'list'), apiKey('images', 'facets'));
      stale(apiKey('captions', 'undoState'), apiKey('captions', 'history'), apiKey('compare', 'sets'));
      stale(apiKey('project', 'info'));
    }),
    bridge.on('graphsChanged', () => {
      stale(['graphs'], apiKey('compare', 'table'), apiKey('compare', 'item'));
    }),
    bridge.on('job', (job) => rememberJob(queries, job)),
    bridge.on('run', (run) => {
      queries.setQueryData(apiKey('runs', 'get', { id: run.id }), run);
      queries.setQueryData(apiKey('runs', 'list', {}), (runs: readonly (typeof run)[] | undefined) => {
        if (!runs) return runs;
        const known = runs.some((one) => one.id === run.id);
        return known ? runs.map((one) => (one.id === run.id ? run : one)) : [run, ...runs];
      });
      if (run.state === 'finished' || run.state === 'stopped') stale(apiKey('compare', 'models'));
    }),
    bridge.on('predictions', (set) => {
      type Sets = readonly (typeof set)[];
      queries.setQueryData(apiKey('compare', 'sets', {}), (sets: Sets | undefined) => {
        if (!sets) return sets;
        const same = (one: typeof set) => one.modelId === set.modelId && one.split === set.split;
        return sets.some(same) ? sets.map((one) => (same(one) ? set : one)) : [...sets, set];
      });
      if (set.state === 'finished') stale(apiKey('compare', 'table'), apiKey('compare', 'item'));
    }),
    bridge.on('engine', ({ state }) => {
      if (state === 'restarted') void queries.invalidateQueries();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
