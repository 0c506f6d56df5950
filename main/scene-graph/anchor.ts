import { Lemmatizer } from '../text/lemmatizer.ts';
import { numberValue } from '../text/number-words.ts';
import type { GraphObject, Relation, SceneGraph, Span } from './graph.ts';

interface Word {
  readonly span: Span;
  /** The word and its base forms, lower case. */
  readonly forms: ReadonlySet<string>;
}

/** The anchor of names that a parser put in the place of the caption's words. */
const nowhere: Span = [0, 0];

let shared: Lemmatizer | undefined;

function wordsOf(text: string): Word[] {
  shared ??= new Lemmatizer();
  const lemmatizer = shared;
  return [...text.matchAll(/[\p{L}\p{N}]+(?:[-'’,.][\p{L}\p{N}]+)*/gu)].map(({ 0: surface, index }) => {
    const word = surface.toLowerCase();
    const forms = [word, lemmatizer.noun(word), lemmatizer.verb(word), lemmatizer.adjective(word)];
    const value = numberValue(word);
    return {
      span: [index, index + surface.length],
      forms: new Set(value === null ? forms : [...forms, String(value)]),
    };
  });
}

/** Every place where the words of `name` stand side by side, in any inflection. */
function placesOf(name: string, words: readonly Word[]): Span[] {
  const parts = name.toLowerCase().split(/\s+/).filter(Boolean);
  const found: Span[] = [];
  for (let at = 0; parts.length > 0 && at + parts.length <= words.length; at++) {
    if (parts.every((part, offset) => words[at + offset]!.forms.has(part)))
      found.push([words[at]!.span[0], words[at + parts.length - 1]!.span[1]]);
  }
  return found;
}

/** Characters between two spans; 0 when they touch or overlap. */
const distance = (a: Span, b: Span): number => Math.max(0, a[0] - b[1], b[0] - a[1]);

function nearest(places: readonly Span[], to: readonly Span[]): Span {
  const far = (place: Span): number => Math.min(...to.map((span) => distance(place, span)));
  return places.reduce<Span>((best, place) => (best === nowhere || far(place) < far(best) ? place : best), nowhere);
}

/**
 * A graph that names things but not where they stand, with the spans of its names in `text`: objects wherever their words
 * occur in any inflection (a compound's last word when the whole does not occur), attributes and counts at the place
 * nearest to their object, relations at the predicate nearest to both of theirs. What the text does not say in these words
 * has the span [0, 0], objects none. An object's surface becomes its first place in the text.
 */
export function anchorGraph(graph: SceneGraph, text: string): SceneGraph {
  const words = wordsOf(text);
  const objects = graph.objects.map((object): GraphObject => {
    const whole = placesOf(object.name, words);
    const spans = whole.length > 0 ? whole : placesOf(object.name.split(/\s+/).at(-1)!, words);
    const [first] = spans;
    const near = (name: string): Span => nearest(placesOf(name, words), spans);
    return {
      name: object.name,
      surface: first ? text.slice(...first) : object.name,
      spans,
      attributes: object.attributes.map(({ name }) => ({ name, span: near(name) })),
      count: object.count && { ...object.count, span: near(object.count.text) },
    };
  });
  const relations = graph.relations.map((relation): Relation => {
    const around = [...(objects[relation.subject]?.spans ?? []), ...(objects[relation.object]?.spans ?? [])];
    const whole = placesOf(relation.predicate, words);
    const places = whole.length > 0 ? whole : placesOf(relation.predicate.split(/\s+/)[0]!, words);
    return { ...relation, span: nearest(places, around) };
  });
  return { objects, relations };
}
