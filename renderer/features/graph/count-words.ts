import type { Count } from '../../../preload/contract/scene-graph.ts';

type Range = Pick<Count, 'min' | 'max'>;

/** Loose counts with their ranges, which are those of `main/scene-graph/rules/counts.ts`. */
const LOOSE: Readonly<Record<string, Range>> = {
  'a few': { min: 2, max: 5 },
  few: { min: 2, max: 5 },
  several: { min: 3, max: null },
  many: { min: 4, max: null },
  numerous: { min: 4, max: null },
  'a pair of': { min: 2, max: 2 },
  'dozens of': { min: 24, max: null },
};
const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const MOST = 1_000_000;

/** Suggestions for the count field. */
export const COUNT_SUGGESTIONS: readonly string[] = ['1', '2', '3', '4', 'several', 'many', 'a few'];

/** Formats a count as it can be typed: "3", "several", "3 or more", "2 to 5"; empty for none. */
export function countText(count: Count | null): string {
  if (count === null) return '';
  if (count.min === count.max) return String(count.min);
  const loose = LOOSE[count.text.toLowerCase()];
  if (loose && loose.min === count.min && loose.max === count.max) return count.text.toLowerCase();
  return count.max === null ? `${count.min} or more` : `${count.min} to ${count.max}`;
}

/**
 * Parses a count; null for an empty text, undefined for a text that is not a count.
 * Example: "3" and "three" are 3, "several" is at least 3, "3 or more" and "3+" too, "2 to 5" and "2-5" are a range.
 */
export function parseCount(text: string): Count | null | undefined {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (words === '') return null;
  const loose = LOOSE[words];
  if (loose) return { ...loose, text: words };
  const named = NUMBERS.indexOf(words);
  if (named !== -1) return { min: named, max: named, text: words };
  const match = /^(\d{1,7})(?: ?(\+|or more)|(?: ?[-–] ?| to )(\d{1,7}))?$/.exec(words);
  if (!match) return undefined;
  const min = Number(match[1]);
  const max = match[2] === undefined ? Number(match[3] ?? match[1]) : null;
  return min > MOST || (max !== null && (max < min || max > MOST)) ? undefined : { min, max, text: words };
}
