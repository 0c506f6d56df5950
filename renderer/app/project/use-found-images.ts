import { useDeferredValue } from 'react';
import type { ImageCard } from '../../../preload/contract/images.ts';
import { useApiQuery } from '../engine/api-hooks.ts';

const SHOWN = 8;

/** Finds the first images whose name or captions contain the words. */
export function useFoundImages(text: string, enabled: boolean): readonly ImageCard[] {
  const words = useDeferredValue(text.trim());
  const asked = enabled && words.length >= 2;
  const list = useApiQuery('images', 'list', { text: words }, { enabled: asked, keepPrevious: true });
  const ids = asked ? (list.data?.ids.slice(0, SHOWN) ?? []) : [];
  const cards = useApiQuery('images', 'cards', { ids }, { enabled: ids.length > 0, keepPrevious: true });
  return ids.length > 0 ? (cards.data ?? []) : [];
}
