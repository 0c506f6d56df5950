import type { GraphComparison, SceneGraph } from '../../../preload/contract/scene-graph.ts';

/** One object of a model's caption, or one missing from it. */
export interface ObjectMark {
  /** Unique within one comparison. */
  readonly id: string;
  readonly kind: 'matched' | 'hallucinated' | 'missing';
  /** In the caption's words ("storage tanks"); the singular for a missing object. */
  readonly name: string;
  /** Count in the caption's words ("two"); null when none is stated. */
  readonly count: string | null;
  readonly attributes: readonly string[];
  /** Both counts when caption and references differ. */
  readonly countDifference: { readonly said: number; readonly references: number } | null;
  /** Number of references that name it; 0 for a hallucinated one. */
  readonly references: number;
}

/** Lists the objects of a caption in its order, then the missing ones, most often named first. */
export function objectMarks(graph: SceneGraph, comparison: GraphComparison): readonly ObjectMark[] {
  const own = graph.objects.map((object, index): ObjectMark => {
    const match = comparison.matched.find((one) => one.candidate === index);
    const differs = comparison.countDifferences.find(
      (one) => one.candidate === index && one.candidateCount !== one.referenceCount,
    );
    return {
      id: `said ${index}`,
      kind: match === undefined ? 'hallucinated' : 'matched',
      name: object.surface.toLowerCase(),
      count: object.count?.text.toLowerCase() ?? null,
      attributes: object.attributes.map((attribute) => attribute.name),
      countDifference:
        differs === undefined ? null : { said: differs.candidateCount, references: differs.referenceCount },
      references: match === undefined ? 0 : (comparison.references[match.reference]?.captions.length ?? 0),
    };
  });
  const missing = comparison.missing
    .flatMap((index): ObjectMark[] => {
      const reference = comparison.references[index];
      if (reference === undefined) return [];
      return [
        {
          id: `missing ${index}`,
          kind: 'missing',
          name: reference.name,
          count: reference.counts[0]?.text.toLowerCase() ?? null,
          attributes: [],
          countDifference: null,
          references: reference.captions.length,
        },
      ];
    })
    .sort((a, b) => b.references - a.references);
  return [...own, ...missing];
}
