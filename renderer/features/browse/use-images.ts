import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ImageCard, ImageQuery } from '../../../preload/contract/images.ts';
import { apiKey, call, useApiQuery } from '../../app/engine/api-hooks.ts';

/** Cards are asked for in pages of this many ids, so that scrolling back finds them in the cache. */
const PAGE = 96;

/** Ids of the images that match, in order; the previous ids while the next ones come. */
export function useImageIds(filter: ImageQuery) {
  return useApiQuery('images', 'list', filter, { keepPrevious: true });
}

export function useFacets() {
  return useApiQuery('images', 'facets', {}, { keepPrevious: true });
}

/** The cards of `ids[first … last]`, by id; one that has not come yet is absent. */
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
