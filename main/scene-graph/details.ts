import type { GraphComparison, GraphDetails, Relation, SceneGraph } from '../../preload/contract/scene-graph.ts';
import { type Matcher, sharedMatcher } from './match.ts';
import { mergeGraphs } from './merge.ts';

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
type StatedAttribute = Draft<GraphDetails['attributes'][number]['missing'][number]>;
type StatedRelation = Draft<GraphDetails['relations']['missing'][number]>;

/**
 * Attribute and relation differences of a candidate and its references, for the comparison that `compareGraphs` made of them.
 * Attributes agree when equal or in one WordNet synset; relations when both ends match and the predicates mean the same
 * ("near", "next to"; "surrounded by" the other way round).
 *
 * Example: "a green field near a road" against "a brown field beside a road": green unsupported, brown missing, near shared.
 */
export function compareDetails(
  candidate: SceneGraph,
  references: readonly SceneGraph[],
  comparison: GraphComparison,
  matcher: Matcher = sharedMatcher(),
): GraphDetails {
  const places = mergeGraphs(references, matcher).indexOf;
  const stated = attributesByObject(references, places, matcher);
  const attributes = comparison.matched.map(({ candidate: index, reference }) => {
    const own = candidate.objects[index]?.attributes ?? [];
    const others = stated.get(reference) ?? [];
    const isStated = own.map(({ name }) => others.some((other) => matcher.attributes(name, other.name)));
    return {
      candidate: index,
      reference,
      shared: [...own.keys()].filter((attribute) => isStated[attribute]),
      unsupported: [...own.keys()].filter((attribute) => !isStated[attribute]),
      missing: others.filter((other) => !own.some(({ name }) => matcher.attributes(name, other.name))),
    };
  });
  return { attributes, relations: relationDetails(candidate, references, places, comparison, matcher) };
}

/** The references' attributes of each merged object, each once. */
function attributesByObject(
  references: readonly SceneGraph[],
  places: readonly (readonly number[])[],
  matcher: Matcher,
): ReadonlyMap<number, readonly StatedAttribute[]> {
  const stated = new Map<number, StatedAttribute[]>();
  for (const [caption, graph] of references.entries()) {
    for (const [object, { attributes }] of graph.objects.entries()) {
      const place = places[caption]?.[object] ?? -1;
      const list = stated.get(place) ?? [];
      stated.set(place, list);
      for (const [attribute, { name }] of attributes.entries()) {
        const mention = { caption, object, attribute };
        const known = list.find((other) => matcher.attributes(other.name, name));
        if (known) known.mentions.push(mention);
        else list.push({ name, mentions: [mention] });
      }
    }
  }
  return stated;
}

function relationDetails(
  candidate: SceneGraph,
  references: readonly SceneGraph[],
  places: readonly (readonly number[])[],
  comparison: GraphComparison,
  matcher: Matcher,
): GraphDetails['relations'] {
  const isSame = (a: Relation | StatedRelation, b: StatedRelation) => {
    const agreement = matcher.comparePredicates(a.predicate, b.predicate);
    if (agreement === null) return false;
    const [subject, object] = agreement === 'same' ? [b.subject, b.object] : [b.object, b.subject];
    return a.subject === subject && a.object === object;
  };
  const stated: StatedRelation[] = [];
  for (const [caption, graph] of references.entries()) {
    for (const [index, { subject, predicate, object }] of graph.relations.entries()) {
      const ends = places[caption] ?? [];
      const mention = { caption, relation: index };
      const relation = { subject: ends[subject] ?? -1, predicate, object: ends[object] ?? -1, mentions: [mention] };
      const known = stated.find((other) => isSame(relation, other));
      if (known) known.mentions.push(mention);
      else stated.push(relation);
    }
  }
  const referenceOf = new Map(comparison.matched.map((pair) => [pair.candidate, pair.reference]));
  // −1 and −2: what is not matched equals nothing, not even another that is not matched.
  const own = candidate.relations.map(({ span, predicate, subject, object }) => ({
    subject: referenceOf.get(subject) ?? -1,
    predicate,
    object: referenceOf.get(object) ?? -2,
    span,
  }));
  const agreed = own.map((relation) =>
    relation.subject >= 0 && relation.object >= 0 ? stated.find((other) => isSame(relation, other)) : undefined,
  );
  return {
    shared: agreed.flatMap((other, relation) => (other === undefined ? [] : [{ relation, mentions: other.mentions }])),
    unsupported: [...own.keys()].filter((index) => agreed[index] === undefined),
    missing: stated.filter((relation) => !own.some((other) => isSame(other, relation))),
  };
}
