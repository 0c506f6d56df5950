import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import { MeaningIndex, shareMeaning } from '../text/meanings.ts';

/** An object, an object with an attribute, or subject, predicate and object. */
export type Tuple = readonly string[];

let meanings: MeaningIndex | undefined;

/**
 * The tuples of some graphs taken together, each once: equal and synonymous ones are one. An exact count is an attribute,
 * as in SPICE: "two white planes near a road" are (plane), (plane, 2), (plane, white), (road), (plane, near, road).
 */
export function tuplesOf(graphs: readonly SceneGraph[]): readonly Tuple[] {
  const tuples: Tuple[] = [];
  const add = (tuple: Tuple): void => {
    if (!tuples.some((known) => isSame(known, tuple))) tuples.push(tuple);
  };
  for (const { objects, relations } of graphs) {
    for (const { name, count, attributes } of objects) {
      add([name]);
      if (count && count.min === count.max) add([name, String(count.min)]);
      for (const attribute of attributes) add([name, attribute.name]);
    }
    for (const { subject, predicate, object } of relations) {
      const [from, to] = [objects[subject], objects[object]];
      if (from && to) add([from.name, predicate, to.name]);
    }
  }
  return tuples;
}

/** Tuples are the same when each part is: equal, or with a WordNet synset in common. */
function isSame(a: Tuple, b: Tuple): boolean {
  if (a.length !== b.length) return false;
  meanings ??= new MeaningIndex();
  for (let at = 0; at < a.length; at += 1) {
    const [one, other] = [a[at]!, b[at]!];
    if (one !== other && !shareMeaning(meanings.of(one), meanings.of(other))) return false;
  }
  return true;
}

/**
 * SPICE's F-score in [0, 1] (Anderson et al. 2016, section 3.2) over the tuples of a candidate's graph and of its
 * references' graphs merged. Each reference tuple is matched once. 0 where the candidate has no tuples, null (not
 * applicable) where the references have none. It is named "SPICE (Nadir parser)" because the graphs come from another
 * parser than SPICE's.
 *
 * @example "a forest" against "a forest and a wide river": P = 1/1, R = 1/3 (forest, river, wide river), F = 0.5.
 */
export function graphF1(candidate: SceneGraph, references: readonly SceneGraph[]): number | null {
  const wanted = [...tuplesOf(references)];
  const reference = wanted.length;
  if (reference === 0) return null;
  const own = tuplesOf([candidate]);
  if (own.length === 0) return 0;
  let matched = 0;
  for (const tuple of own) {
    const at = wanted.findIndex((other) => isSame(tuple, other));
    if (at === -1) continue;
    wanted.splice(at, 1);
    matched += 1;
  }
  return (2 * matched) / (own.length + reference);
}
