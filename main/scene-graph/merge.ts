import type { Count, Mention, ReferenceObject, SceneGraph } from '../../preload/contract/scene-graph.ts';
import { type Matcher, mergeThreshold, sharedMatcher } from './match.ts';

/** Objects of several graphs, duplicates and synonyms collapsed, and where each object of each graph went. */
export interface MergedGraphs {
  readonly objects: readonly ReferenceObject[];
  /** `indexOf[graph][object]`: index into `objects`. */
  readonly indexOf: readonly (readonly number[])[];
}

interface Draft {
  readonly names: Map<string, number>;
  readonly captions: Set<number>;
  readonly mentions: Mention[];
  readonly counts: Count[];
}

/** By matcher too: another one may merge the same references otherwise. */
const remembered = new WeakMap<Matcher, WeakMap<readonly SceneGraph[], MergedGraphs>>();

/**
 * The objects that a set of references names, each once: equal lemmas, synonyms, misspellings and a compound with its bare
 * head are one object, called by its most frequent name (the first of equals). Objects keep the order in which they are
 * first named. Remembered per array, so pass the same array for the same references.
 *
 * Example: "a plane" and "two airplanes and a tank" give plane (captions 0, 1; counts [2]), tank (caption 1).
 */
export function mergeGraphs(graphs: readonly SceneGraph[], matcher: Matcher = sharedMatcher()): MergedGraphs {
  const ofMatcher = remembered.get(matcher) ?? new WeakMap<readonly SceneGraph[], MergedGraphs>();
  remembered.set(matcher, ofMatcher);
  const known = ofMatcher.get(graphs);
  if (known !== undefined) return known;
  const drafts: Draft[] = [];
  const indexOf = graphs.map((graph, caption) => {
    const places = graph.objects.map((object) => placeOf(object.name, drafts, matcher));
    const counts = new Map<number, Count | null>();
    for (const [i, object] of graph.objects.entries()) {
      const place = places[i]!;
      const draft = drafts[place]!;
      draft.names.set(object.name, (draft.names.get(object.name) ?? 0) + 1);
      draft.captions.add(caption);
      draft.mentions.push({ caption, object: i });
      counts.set(place, counts.has(place) ? sumOf(counts.get(place) ?? null, object.count) : object.count);
    }
    for (const [place, count] of counts) if (count !== null) drafts[place]!.counts.push(count);
    return places;
  });
  const objects = drafts.map(({ names, captions, mentions, counts }) => ({
    name: mostFrequent(names),
    captions: [...captions],
    mentions,
    counts,
  }));
  const merged = { objects, indexOf };
  ofMatcher.set(graphs, merged);
  return merged;
}

/** The merged objects alone. */
export function mergeReferences(graphs: readonly SceneGraph[]): readonly ReferenceObject[] {
  return mergeGraphs(graphs).objects;
}

/**
 * Index of the draft that best takes `name` in, a new one at the end where none does. It must agree with every name there:
 * "court" may join "tennis court", and "basketball court" then stays apart.
 */
function placeOf(name: string, drafts: Draft[], matcher: Matcher): number {
  let best = -1;
  let bestScore = 0;
  for (const [i, draft] of drafts.entries()) {
    let worst = 1;
    for (const member of draft.names.keys()) worst = Math.min(worst, matcher.objects(name, member)?.score ?? 0);
    if (worst >= mergeThreshold && worst > bestScore) {
      best = i;
      bestScore = worst;
    }
  }
  if (best !== -1) return best;
  drafts.push({ names: new Map([[name, 0]]), captions: new Set(), mentions: [], counts: [] });
  return drafts.length - 1;
}

/** "three tanks … two tanks" are five; with one of them uncounted the sum is not stated. */
function sumOf(a: Count | null, b: Count | null): Count | null {
  if (a === null || b === null) return null;
  const max = a.max === null || b.max === null ? null : a.max + b.max;
  return { min: a.min + b.min, max, text: `${a.text} + ${b.text}` };
}

function mostFrequent(names: ReadonlyMap<string, number>): string {
  let best = '';
  let most = -1;
  for (const [name, times] of names) {
    if (times > most) {
      best = name;
      most = times;
    }
  }
  return best;
}

/** The number a count states exactly, or null for ranges. */
export function exactCount(count: Count | null): number | null {
  return count !== null && count.min === count.max ? count.min : null;
}

/**
 * The exact count that most captions state, the smaller of equally frequent ones; null where none is exact.
 * Example: [2, 3, 3] → 3, [2, 4] → 2.
 */
export function agreedCount(counts: readonly Count[]): number | null {
  const votes = new Map<number, number>();
  for (const count of counts) {
    const value = exactCount(count);
    if (value !== null) votes.set(value, (votes.get(value) ?? 0) + 1);
  }
  let best: number | null = null;
  for (const [value, times] of votes) {
    const leader = best === null ? 0 : (votes.get(best) ?? 0);
    if (times > leader || (times === leader && best !== null && value < best)) best = value;
  }
  return best;
}

/**
 * `{object: count}` as the references state it: merged objects with an agreed exact count.
 * Example: "two planes", "two airplanes and many cars" → {plane: 2}.
 */
export function countDictionary(references: readonly SceneGraph[]): Readonly<Record<string, number>> {
  const entries = mergeGraphs(references).objects.flatMap(({ name, counts }): [string, number][] => {
    const count = agreedCount(counts);
    return count === null ? [] : [[name, count]];
  });
  return Object.fromEntries(entries);
}
