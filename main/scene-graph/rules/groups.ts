import type { GraphBuilder } from './graph-builder.ts';
import type { Item } from './items.ts';
import { joined, startsClause } from './lookahead.ts';
import type { Group, Pending } from './predicates.ts';

/**
 * Phrases joined by "and" or commas from `i` on, added to the graph, as object indices; stops where "and" starts a clause of
 * its own. What a negation, a comparison or "without" speaks of is not in the image and opens no object.
 */
export function readGroup(
  items: readonly Item[],
  i: number,
  graph: GraphBuilder,
  pending: Pending | null,
  isNegated: boolean,
): { readonly group: Group; readonly next: number } {
  const group: number[] = [];
  const isSkipped = pending?.sense === 'comparison' || pending?.sense === 'absence' || (isNegated && pending !== null);
  let negated = false;
  let next = i;
  for (;;) {
    const item = items[next];
    if (item?.kind !== 'phrase') break;
    const { phrase } = item;
    // "no cars or pedestrians"
    negated ||= phrase.negated;
    const isPlace = pending !== null && phrase.isLocation;
    if (phrase.isObject && !isSkipped && !negated && !isPlace) {
      const index = graph.add(phrase);
      if (index !== null && !group.includes(index)) group.push(index);
    }
    next++;
    const following = joined(items, next);
    if (following === null || (pending !== null && startsClause(items, following, pending.words))) break;
    next = following;
  }
  return { group, next };
}
