import type { Item, PrepositionItem } from './items.ts';
import { isStranded, lastJoined } from './lookahead.ts';
import { type Group, leavesWith, scenes } from './predicates.ts';

/** The state of the walk over a caption when it reaches a preposition. */
export interface Attention {
  readonly subject: Group | null;
  readonly nearest: Group | null;
  readonly owner: Group | null;
  readonly attached: Group | null;
}

/** Whose place the preposition at `i` tells; null where it stands before its subject ("under the bridge is a boat"). */
export function attachmentOf(
  items: readonly Item[],
  i: number,
  item: PrepositionItem,
  { subject, nearest, owner, attached }: Attention,
): Group | null {
  const before = items[i - 1];
  const after = items[i + 1];
  if (before?.kind === 'and') return attached ?? subject;
  if (before?.kind === 'comma' && item.words[0] === 'with') return subject ?? nearest;
  if (before?.kind === 'comma' && subject === null) return null;
  if (after?.kind === 'pronoun') return nearest;
  // "on the ground with a road beside": beside the thing on the ground.
  const end = lastJoined(items, i + 1) + 1;
  const isStrandedNext = items[end]?.kind === 'preposition' && isStranded(items, end);
  if (item.words[0] === 'with' && isStrandedNext && before?.kind !== 'verb') return subject ?? nearest;
  // "a church with a red roof near the river": the church is near it, not the roof.
  if (owner !== null && before?.kind === 'phrase' && leavesWith.has(item.words[0] ?? '')) return owner;
  const isScene =
    after?.kind === 'phrase' && scenes.has(after.phrase.name.slice(after.phrase.name.lastIndexOf(' ') + 1));
  if (isScene && (item.words[0] === 'in' || item.words[0] === 'at') && item.words.length === 1) {
    return subject ?? owner ?? nearest;
  }
  // "courts arranged neatly with a road beside": the courts have it.
  if (before?.kind === 'verb') return attached ?? nearest;
  return nearest;
}
