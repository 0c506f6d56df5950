import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import { compareGraphs } from './compare.ts';
import { type Matcher, sharedMatcher } from './match.ts';
import { mergeGraphs } from './merge.ts';

/** Attributes of one candidate object against those that the references give its counterpart, by name. */
export interface AttributeDifference {
  readonly candidate: number;
  readonly reference: number;
  readonly shared: readonly string[];
  /** Stated by a reference, not by the candidate. */
  readonly missing: readonly string[];
  /** Stated by the candidate, by no reference. */
  readonly unsupported: readonly string[];
}

/** A relation between two merged reference objects, by index. */
export interface ReferenceRelation {
  readonly subject: number;
  readonly predicate: string;
  readonly object: number;
}

export interface DetailDifference {
  readonly attributes: readonly AttributeDifference[];
  readonly relations: {
    /** Indices into the candidate's relations. */
    readonly shared: readonly number[];
    readonly unsupported: readonly number[];
    readonly missing: readonly ReferenceRelation[];
  };
}

/**
 * Attribute and relation differences of a candidate and its references. Object indices on the reference side are those of
 * `compareGraphs(…).references` for the same arguments. Attributes agree when equal or in one WordNet synset, relations when
 * both ends match and the predicates mean the same ("near", "next to").
 *
 * Example: "a green field near a road" against "a brown field beside a road": green unsupported, brown missing, near shared.
 */
export function compareDetails(
  candidate: SceneGraph,
  references: readonly SceneGraph[],
  matcher: Matcher = sharedMatcher(),
): DetailDifference {
  const { matched } = compareGraphs(candidate, references, { matcher });
  const merged = mergeGraphs(references, matcher);
  const referenceOf = new Map(matched.map((pair) => [pair.candidate, pair.reference]));
  const stated = attributesByObject(references, merged.indexOf, matcher);
  const attributes = matched.map(({ candidate: index, reference }) => {
    const own = candidate.objects[index]?.attributes.map((attribute) => attribute.name) ?? [];
    const others = stated[reference] ?? [];
    const isIn = (list: readonly string[]) => (name: string) => list.some((other) => matcher.attributes(name, other));
    return {
      candidate: index,
      reference,
      shared: own.filter(isIn(others)),
      missing: others.filter((name) => !isIn(own)(name)),
      unsupported: own.filter((name) => !isIn(others)(name)),
    };
  });
  return { attributes, relations: relationDifference(candidate, references, merged.indexOf, referenceOf, matcher) };
}

function attributesByObject(
  references: readonly SceneGraph[],
  indexOf: readonly (readonly number[])[],
  matcher: Matcher,
): readonly (readonly string[])[] {
  const stated: string[][] = [];
  for (const [caption, graph] of references.entries()) {
    for (const [i, object] of graph.objects.entries()) {
      const place = indexOf[caption]?.[i] ?? -1;
      const list = stated[place] ?? [];
      stated[place] = list;
      for (const { name } of object.attributes) {
        if (!list.some((known) => matcher.attributes(known, name))) list.push(name);
      }
    }
  }
  return stated;
}

function relationDifference(
  candidate: SceneGraph,
  references: readonly SceneGraph[],
  indexOf: readonly (readonly number[])[],
  referenceOf: ReadonlyMap<number, number>,
  matcher: Matcher,
): DetailDifference['relations'] {
  const isSame = (a: ReferenceRelation, b: ReferenceRelation) =>
    a.subject === b.subject && a.object === b.object && matcher.predicates(a.predicate, b.predicate);
  const stated: ReferenceRelation[] = [];
  for (const [caption, graph] of references.entries()) {
    for (const { subject, predicate, object } of graph.relations) {
      const places = indexOf[caption] ?? [];
      const relation = { subject: places[subject] ?? -1, predicate, object: places[object] ?? -1 };
      if (!stated.some((known) => isSame(known, relation))) stated.push(relation);
    }
  }
  const shared: number[] = [];
  const unsupported: number[] = [];
  const own = candidate.relations.map(({ subject, predicate, object }) => ({
    subject: referenceOf.get(subject) ?? -1,
    predicate,
    object: referenceOf.get(object) ?? -1,
  }));
  for (const [i, relation] of own.entries()) {
    const isKnown = relation.subject >= 0 && relation.object >= 0 && stated.some((other) => isSame(relation, other));
    (isKnown ? shared : unsupported).push(i);
  }
  const missing = stated.filter((relation) => !own.some((other) => isSame(relation, other)));
  return { shared, unsupported, missing };
}
