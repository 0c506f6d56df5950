import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ImageCard, ImageQuery } from '../../../preload/contract/images.ts';
import { apiKey, call, useApiQuery } from '../../app/engine/api-hooks.ts';

/** Cards are fetched in pages of this many ids, so that scrolling back finds them in the cache. */
const PAGE = 96;

/** Loads the ids of matching images in order; keeps the previous ids meanwhile. */
export function useImageIds(filter: ImageQuery) {
  return useApiQuery('images', 'list', filter, { keepPrevious: true });
}

export function useFacets() {
  return useApiQuery('images', 'facets', {}, { keepPrevious: true });
}

/** Loads the cards of `ids[first … last]`, by id; those still loading are absent. */
export function useCards(ids: readonly number[], first: number, last: number): ReadonlyMap<number, ImageCard> {
  const pages: number[][] = [];
  for (let page = Math.floor(Math.max(0, first) / PAGE); page * PAGE <= last && page * PAGE < ids.length; page += 1) {
    pages.push(ids.slice(page * PAGE, (page + 1) * PAGE));
  }
  const answers = useQueries({
    queries: pages.map((page) => ({
      queryKey: apiKey('images', 'cards', { ids: page }),
      queryFn: () => call('images', 'cards', { ids: page }),
    })),
    combine: (results) => results.map((result) => result.data),
  });
  return useMemo(() => new Map(answers.flatMap((cards) => (cards ?? []).map((card) => [card.id, card]))), [answers]);
}
