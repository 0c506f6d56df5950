import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ImageCard } from '../../../preload/contract/images.ts';
import { apiKey, call, useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { useProjectInfo } from '../../app/project/use-project.ts';
import { useCompare } from './compare-store.ts';
import { type Pair, resolvePair, setState, splitOrder } from './pair.ts';

/** The two models and the split on show, from what was chosen and what exists. */
export function useComparison() {
  const { a, b, split } = useCompare();
  const project = useProjectInfo();
  const models = useApiQuery('compare', 'models', {});
  const sets = useApiQuery('compare', 'sets', {});
  const splits = useMemo(() => splitOrder(project?.splits ?? []), [project?.splits]);
  const pair = useMemo(() => resolvePair(models.data ?? [], { a, b }), [models.data, a, b]);
  const current = splits.find((one) => one.name === split) ?? splits[0] ?? null;
  const find = (modelId: string | undefined) =>
    sets.data?.find((set) => set.modelId === modelId && set.split === current?.name);
  const setA = find(pair?.a.id);
  const setB = find(pair?.b.id);
  return {
    loading: models.isPending || sets.isPending || project === undefined,
    error: models.error ?? sets.error,
    retry: () => void Promise.all([models.refetch(), sets.refetch()]),
    models: models.data ?? [],
    pair,
    splits,
    split: current,
    setA,
    setB,
    ready: setState(setA) === 'finished' && setState(setB) === 'finished' && pair?.a.id !== pair?.b.id,
  };
}
export type Comparison = ReturnType<typeof useComparison>;

/** Corpus metrics and each image's CIDEr; the bootstrap takes a moment. */
export function useCompareTable(pair: Pair, split: string) {
  return useApiQuery('compare', 'table', { a: pair.a.id, b: pair.b.id, split });
}

/** One image with both captions; the last one stays on show while the next comes. */
export function useCompareItem(pair: Pair, split: string, imageId: number) {
  return useApiQuery('compare', 'item', { a: pair.a.id, b: pair.b.id, split, imageId }, { keepPrevious: true });
}

/** Starts and stops captioning; progress comes as events. */
export function useCaptioning() {
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: apiKey('compare', 'sets') });
  return {
    start: useApiMutation('compare', 'caption', { onSuccess: refresh, quiet: true }),
    cancel: useApiMutation('jobs', 'stop', { onSuccess: refresh }),
  };
}

const CARDS_AT_ONCE = 500;

/** The cards of the images, with their names and sizes, asked in as few calls as the contract allows. */
export function useCards(imageIds: readonly number[]): ReadonlyMap<number, ImageCard> | undefined {
  const answer = useQuery({
    queryKey: [...apiKey('images', 'cards'), 'compared', imageIds],
    queryFn: async () => {
      const found = new Map<number, ImageCard>();
      for (let start = 0; start < imageIds.length; start += CARDS_AT_ONCE) {
        const cards = await call('images', 'cards', { ids: imageIds.slice(start, start + CARDS_AT_ONCE) });
        for (const card of cards) found.set(card.id, card);
      }
      return found;
    },
    enabled: imageIds.length > 0,
  });
  return answer.data;
}
