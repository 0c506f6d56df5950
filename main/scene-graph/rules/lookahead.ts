import type { Item } from './items.ts';

const enders: ReadonlySet<Item['kind']> = new Set([
  'stop',
  'comma',
  'and',
  'while',
  'be',
  'preposition',
  'verb',
  'which',
  'have',
]);

/** Whether the preposition at `i` has no noun of its own: "a road beside". */
export function isStranded(items: readonly Item[], i: number): boolean {
  const after = items[i + 1];
  return after === undefined || enders.has(after.kind);
}

/** Index of the phrase that "and" or a comma at `i` joins, or null. */
export function joined(items: readonly Item[], i: number): number | null {
  let k = i;
  while (items[k]?.kind === 'comma' || items[k]?.kind === 'and') k++;
  return k > i && items[k]?.kind === 'phrase' ? k : null;
}

/** The last of the phrases joined from `k` on; a few are looked at, so that a long list takes no square of steps. */
export function lastJoined(items: readonly Item[], k: number): number {
  let last = k;
  for (let more = joined(items, last + 1); more !== null && last < k + 16; more = joined(items, last + 1)) last = more;
  return last;
}

/**
 * Whether the phrases from `k` on, after "and", are the subject of what follows rather than more objects of the predicate
 * `words`: "… on the lawn and some houses beside", "… at the harbor and the water is blue".
 */
export function startsClause(items: readonly Item[], k: number, words: readonly string[]): boolean {
  if (words.includes('between')) return false;
  const last = lastJoined(items, k);
  const after = items[last + 1];
  if (after === undefined) return false;
  if (after.kind === 'be' || after.kind === 'have') return true;
  if (after.kind === 'verb') {
    const isAlone = items[last + 2]?.kind === 'preposition' && isStranded(items, last + 2);
    return after.form === 'finite' || isAlone;
  }
  if (after.kind !== 'preposition') return false;
  // "a bridge on a river and some ships on the river": the same again.
  if (after.words.join(' ') === words.join(' ') && words[0] !== 'with') return true;
  // "some cars are on the freeway and some plants beside the roads": nothing is on plants.
  if (/^(?:beside|besides|alongside)$/.test(after.words[0] ?? '') && words[0] !== after.words[0]) return true;
  return isStranded(items, last + 1) || (items[last + 2]?.kind === 'pronoun' && words[0] !== 'with');
}
