import type { MatchExplanation } from '../../../preload/contract/scene-graph.ts';
import { useApiQuery } from '../../app/engine/api-hooks.ts';
import type { GraphItem } from './graph-items.ts';

/** Pairs asked about at once; a caption has a few. */
const mostPairs = 500;

/** Why items count as what the others call them, by item id. Names that are the same need no reason. */
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

/** The name it was matched with, by which rule and how surely. */
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
