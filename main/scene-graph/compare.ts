import type { GraphComparison, ReferenceObject, SceneGraph } from '../../preload/contract/scene-graph.ts';
import { assign } from './assignment.ts';
import { takeCounted } from './image-counts.ts';
import { type Matcher, matchThreshold, sharedMatcher } from './match.ts';
import { agreedCount, mergeGraphs } from './merge.ts';

export interface CompareOptions {
  /** Least score that counts as a match, 0…1; default 0.5. 0.8 leaves out kinds-of and near matches. */
  readonly threshold?: number;
  /**
   * `{object: count}` that a detector found in the image: its objects join the references', its numbers count where no
   * reference states an exact one.
   */
  readonly imageCounts?: Readonly<Record<string, number>>;
  readonly matcher?: Matcher;
}

/**
 * A candidate's graph against its references, merged: which of their objects it names, which it misses, and which of its
 * own nobody else names.
 *
 * Objects of one name within the candidate are one thing here as well; its namesakes share one reference, and each has its
 * entry in `matched`. So exhaustiveness is `1 − missing ÷ references`, and the hallucination rate `hallucinated ÷
 * (matched + hallucinated)`. Pairs are one-to-one with the greatest total score. Counts are compared where both sides state
 * an exact one.
 *
 * Example: "There is a forest." against "a forest and a river", "a forest, a river and a road": 1 of 3 matched;
 * "four planes and three buildings" against "five planes and one building": differences −1 and +2.
 */
export function compareGraphs(
  candidate: SceneGraph,
  references: readonly SceneGraph[],
  options: CompareOptions = {},
): GraphComparison {
  const { threshold = matchThreshold, matcher = sharedMatcher() } = options;
  const merged = withImageCounts(mergeGraphs(references, matcher).objects, options.imageCounts, matcher);
  const own = mergeGraphs([candidate], matcher);
  const scores = own.objects.map((object) =>
    merged.map((reference) => {
      const score = matcher.objects(object.name, reference.name)?.score ?? 0;
      return score >= threshold ? score : 0;
    }),
  );
  const columnOf = assign(scores);
  const taken = new Set(columnOf);
  const matched: GraphComparison['matched'][number][] = [];
  const hallucinated: number[] = [];
  for (const [i, object] of candidate.objects.entries()) {
    const place = own.indexOf[0]?.[i] ?? -1;
    const reference = columnOf[place] ?? -1;
    const name = merged[reference]?.name;
    const reason = name === undefined ? null : matcher.objects(own.objects[place]?.name ?? object.name, name);
    if (reason === null) hallucinated.push(i);
    else matched.push({ candidate: i, reference, reason });
  }
  return {
    references: merged,
    matched,
    missing: [...merged.keys()].filter((reference) => !taken.has(reference)),
    hallucinated,
    countDifferences: countDifferences(own.objects, own.indexOf[0] ?? [], columnOf, merged),
  };
}

function countDifferences(
  own: readonly ReferenceObject[],
  places: readonly number[],
  columnOf: readonly number[],
  references: readonly ReferenceObject[],
): GraphComparison['countDifferences'] {
  return columnOf.flatMap((reference, place) => {
    const candidateCount = agreedCount(own[place]?.counts ?? []);
    const referenceCount = agreedCount(references[reference]?.counts ?? []);
    if (candidateCount === null || referenceCount === null) return [];
    return [{ candidate: places.indexOf(place), reference, candidateCount, referenceCount }];
  });
}

/** The references' objects with the counts of the image's dictionary, and those that only it names (`captions` empty). */
function withImageCounts(
  merged: readonly ReferenceObject[],
  imageCounts: Readonly<Record<string, number>> | undefined,
  matcher: Matcher,
): readonly ReferenceObject[] {
  if (imageCounts === undefined) return merged;
  const left = new Map(Object.entries(imageCounts).filter(([, count]) => count > 0));
  if (left.size === 0) return merged;
  const exact = (count: number) => ({ min: count, max: count, text: String(count) });
  const named = merged.map((object) => {
    const count = takeCounted(object.name, left, matcher);
    if (count === null || agreedCount(object.counts) !== null) return object;
    return { ...object, counts: [...object.counts, exact(count)] };
  });
  const added = [...left].map(([name, count]) => ({ name, captions: [], mentions: [], counts: [exact(count)] }));
  return [...named, ...added];
}
