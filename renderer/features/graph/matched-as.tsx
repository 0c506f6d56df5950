import type { MatchExplanation } from '../../../preload/contract/scene-graph.ts';
import { useApiQuery } from '../../app/engine/api-hooks.ts';
import type { GraphItem } from './graph-items.ts';

/** Limit of one request; a caption has a few pairs. */
const mostPairs = 500;

/** Loads the reasons of matches between different names, by item id. */
export function useExplanations(items: readonly GraphItem[]): ReadonlyMap<string, MatchExplanation> {
  const asked = items.filter((item) => item.matchedAs !== null).slice(0, mostPairs);
  const pairs = asked.map((item): [string, string] => [item.name, item.matchedAs?.name ?? '']);
  const { data } = useApiQuery('graphs', 'explain', { pairs }, { enabled: pairs.length > 0 });
  return new Map(
    asked.flatMap((item, i) => {
      const explanation = data?.[i];
      return explanation ? [[item.id, explanation] as const] : [];
    }),
  );
}

/** The name that an object was matched with, the score and the rule. */
export function MatchedAs({
  item,
  explanations,
}: {
  readonly item: GraphItem;
  readonly explanations: ReadonlyMap<string, MatchExplanation>;
}) {
  if (item.matchedAs === null) return null;
  const { name, reason } = item.matchedAs;
  return (
    <span className="block text-ink-3 text-xs">
      as “{name}” ({reason.score.toFixed(2)}): {explanations.get(item.id)?.because ?? reason.rule}
    </span>
  );
}
