import type { ImageQuery } from '../../../preload/contract/images.ts';

export type FacetName = 'classes' | 'splits' | 'statuses';

/** Adds the value to the list, or removes it if present. */
export function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

/** Returns true if the filter leaves images out; sorting does not. */
export function isFiltering(filter: ImageQuery): boolean {
  return filter.text.trim() !== '' || [filter.classes, filter.splits, filter.statuses].some((list) => list.length > 0);
}

/** Clears everything that leaves images out and keeps the order. */
export function unfiltered(filter: ImageQuery): ImageQuery {
  return { ...filter, text: '', classes: [], splits: [], statuses: [] };
}

/** Describes the filter for the empty state: `“harbor”, class beach or river, split val`. */
export function describeFilter(filter: ImageQuery): string {
  const parts = [
    filter.text.trim() && `“${filter.text.trim()}”`,
    filter.classes.length > 0 && `class ${filter.classes.join(' or ')}`,
    filter.splits.length > 0 && `split ${filter.splits.join(' or ')}`,
    filter.statuses.length > 0 && `${filter.statuses.join(' or ')} captions`,
  ];
  return parts.filter(Boolean).join(', ');
}

/**
 * Finds the images before and after the current one. An edit may remove the current image from the list (its caption
 * no longer matches the filter); the next image is then the one that took its place, at `lastIndex`.
 */
export function neighbours(
  ids: readonly number[],
  currentId: number,
  lastIndex: number,
): { readonly index: number; readonly previous: number | null; readonly next: number | null } {
  const index = ids.indexOf(currentId);
  if (index >= 0) return { index, previous: ids[index - 1] ?? null, next: ids[index + 1] ?? null };
  const place = Math.min(Math.max(0, lastIndex), ids.length);
  return { index: -1, previous: ids[place - 1] ?? null, next: ids[place] ?? null };
}
