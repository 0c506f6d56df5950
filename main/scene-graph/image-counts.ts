import type { ObjectCount } from '../../preload/contract/graphs.ts';
import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import { type Matcher, mergeThreshold, sharedMatcher } from './match.ts';
import { agreedCount, mergeGraphs } from './merge.ts';

/**
 * An image's count dictionary: what its captions agree on, fused with what a detector counted. Captions win where both count
 * an object; one that captions name without an exact number ("many planes") has the detector's, under the captions' name.
 *
 * Example: "two planes near a terminal", "several cars" and {airplane: 3, car: 14, truck: 1} give plane 2 (captions; detected
 * 3), car 14 and truck 1 (detector).
 */
export function imageCounts(
  captions: readonly SceneGraph[],
  detected: Readonly<Record<string, number>>,
  matcher: Matcher = sharedMatcher(),
): readonly ObjectCount[] {
  const left = new Map(Object.entries(detected).filter(([, count]) => count > 0));
  const counts: ObjectCount[] = [];
  for (const { name, counts: stated } of mergeGraphs(captions, matcher).objects) {
    const found = takeCounted(name, left, matcher);
    const count = agreedCount(stated);
    if (count !== null) counts.push({ name, count, from: 'captions', detected: found });
    else if (found !== null) counts.push({ name, count: found, from: 'detector', detected: null });
  }
  for (const [name, count] of left) counts.push({ name, count, from: 'detector', detected: null });
  return counts;
}

/** The detector's count of `name`, summed over labels that are the same thing; they are taken out of `left`. */
export function takeCounted(name: string, left: Map<string, number>, matcher: Matcher): number | null {
  let sum: number | null = null;
  for (const [label, count] of [...left]) {
    if ((matcher.objects(name, label)?.score ?? 0) < mergeThreshold) continue;
    sum = (sum ?? 0) + count;
    left.delete(label);
  }
  return sum;
}
