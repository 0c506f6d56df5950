import { useQueryClient } from '@tanstack/react-query';
import { apiKey, useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { useEvent } from '../../app/engine/use-event.ts';

/** All runs of the project, newest first; `run` events keep them current. */
export function useRuns() {
  return useApiQuery('runs', 'list', {});
}

export function useRun(id: string) {
  return useApiQuery('runs', 'get', { id });
}

/** Sample captions of a run's checkpoints, asked for again whenever the worker made new ones. */
export function useRunSamples(id: string) {
  const queries = useQueryClient();
  useEvent('runSamples', (event) => {
    if (event.id === id) void queries.invalidateQueries({ queryKey: apiKey('runs', 'samples', { id }) });
  });
  return useApiQuery('runs', 'samples', { id });
}

export function usePresets() {
  return useApiQuery('runs', 'presets', {});
}

/** Settings that decide whether a start is possible; others would have it asked anew while they are typed. */
const DECISIVE = ['start', 'lora.rank'];

/** Memory and disk change by themselves, so each opening of the panel asks anew. */
export function usePreflight(preset: string, modelId: string | undefined, settings: Readonly<Record<string, unknown>>) {
  const overrides = Object.fromEntries(Object.entries(settings).filter(([key]) => DECISIVE.includes(key)));
  const input = { preset, ...(modelId === undefined ? {} : { modelId }), overrides };
  return useApiQuery('runs', 'preflight', input, { staleTimeMs: 0, keepPrevious: true });
}

/** Models that a training can start from: baselines have no weights. */
export function useStartModels() {
  const models = useApiQuery('compare', 'models', {});
  return { ...models, data: models.data?.filter((model) => model.kind !== 'baseline') };
}

/** The run's controls; its job is what is paused, resumed and stopped. */
export function useRunControls() {
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['runs'] });
  return {
    pause: useApiMutation('jobs', 'pause', { onSuccess: refresh }),
    resume: useApiMutation('jobs', 'resume', { onSuccess: refresh }),
    stop: useApiMutation('jobs', 'stop', { onSuccess: refresh }),
    rename: useApiMutation('runs', 'rename', {
      onSuccess: () => {
        refresh();
        void queries.invalidateQueries({ queryKey: apiKey('compare', 'models') });
      },
    }),
  };
}
