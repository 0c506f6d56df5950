import type { GraphComparison, SceneGraph } from '../../../preload/contract/scene-graph.ts';

/** One object of a model's caption, or one that its references name and it does not. */
export interface ObjectMark {
  /** Of one comparison. */
  readonly id: string;
  readonly kind: 'matched' | 'hallucinated' | 'missing';
  /** As the caption words it ("storage tanks"); one that is missing by its singular. */
  readonly name: string;
  /** Stated count as worded ("two"), null when none is stated. */
  readonly count: string | null;
  readonly attributes: readonly string[];
  /** Figures where caption and references count differently. */
  readonly countDifference: { readonly said: number; readonly references: number } | null;
  /** How many references name it; 0 for a hallucinated one. */
  readonly references: number;
}

/** The objects of a caption in its order, then what it misses, the most often named first. */
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
