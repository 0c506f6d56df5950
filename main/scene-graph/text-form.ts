import type { Attribute, Count, SceneGraph, Span } from '../../preload/contract/scene-graph.ts';
import { AppError } from '../errors/app-error.ts';
import { numberValue } from '../text/number-words.ts';

/** One fact of the text form, as written: subject, predicate, object, or an object of which nothing is said. */
export type Fact = readonly [subject: string, predicate: string, object: string] | readonly [object: string];

/**
 * A graph's facts as the FACTUAL data set writes them: `( planes , is , 2 )` for an exact count, `( plane , is , white )` for
 * an attribute, `( plane , near , terminal )` for a relation, `( plane )` for an object of which nothing is said. Loose counts
 * appear as their wording. In the order of their spans, where all have one; else object by object, then relations.
 * The form knows objects by name alone: namesakes become one.
 * Source: Li et al. 2023, "FACTUAL: A Benchmark for Faithful and Consistent Textual Scene Graph Parsing".
 */
export function factsOf(graph: SceneGraph): Fact[] {
  const placed: { fact: Fact; at: number | null }[] = [];
  const place = (fact: Fact, span: Span | undefined) =>
    placed.push({ fact, at: span === undefined || span[0] === span[1] ? null : span[0] });
  const related = new Set(graph.relations.flatMap(({ subject, object }) => [subject, object]));
  for (const [i, { name, spans, count, attributes }] of graph.objects.entries()) {
    if (count !== null) place([name, 'is', countWord(count)], count.span);
    for (const attribute of attributes) place([name, 'is', attribute.name], attribute.span);
    if (count === null && attributes.length === 0 && !related.has(i)) place([name], spans[0]);
  }
  for (const { subject, predicate, object, span } of graph.relations) {
    place([graph.objects[subject]?.name ?? '', predicate, graph.objects[object]?.name ?? ''], span);
  }
  if (placed.every(({ at }) => at !== null)) placed.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  return placed.map(({ fact }) => fact);
}

function countWord({ min, max, text }: Count): string {
  return min === max ? String(min) : text.toLowerCase();
}

/** Prints a graph in FACTUAL's text form. Example: `( girl , is , young ) , ( girl , on , bed )`; no objects: empty text. */
export function printGraph(graph: SceneGraph): string {
  return factsOf(graph)
    .map((fact) => `( ${fact.map(clean).join(' , ')} )`)
    .join(' , ');
}

/** Commas and brackets are the form's own. */
function clean(part: string): string {
  return part.replace(/[(),]/g, ' ').replace(/\s+/g, ' ').trim();
}

interface PlacedFact {
  readonly fact: Fact;
  readonly span: Span;
}

function placedFacts(text: string): PlacedFact[] {
  const facts: PlacedFact[] = [];
  let at = text.length - text.trimStart().length;
  while (at < text.trimEnd().length) {
    const match = /^\(([^()]*)\)\s*,?\s*/.exec(text.slice(at));
    const parts = match?.[1]?.split(',').map((part) => part.trim());
    if (match === null || parts === undefined || (parts.length !== 3 && parts.length !== 1) || parts.includes('')) {
      throw new AppError(
        'malformed_file',
        `"${text.trimEnd().slice(at, at + 60)}" is not a scene graph: expected facts of the form "( subject , predicate , object )" or "( object )".`,
      );
    }
    facts.push({ fact: parts as unknown as Fact, span: [at, at + match[0].trimEnd().length] });
    at += match[0].length;
  }
  return facts;
}

/**
 * The facts of a text in FACTUAL's form. Throws `AppError('malformed_file')` naming the fact that is none.
 * Example: `( girl , on , bed )` → [['girl', 'on', 'bed']].
 */
export function parseFacts(text: string): Fact[] {
  return placedFacts(text).map(({ fact }) => fact);
}

interface Draft {
  readonly attributes: Attribute[];
  readonly spans: Span[];
  count: Count | null;
}

/**
 * The graph that a text in FACTUAL's form states: "is" with a number gives a count, other "is" facts attributes, and things
 * of one name are one object. Spans are those of the facts in this text: the caption's words are not known here.
 * `printGraph` gives the same text back. Throws `AppError('malformed_file')` as `parseFacts`.
 */
export function parseGraph(text: string): SceneGraph {
  const facts = placedFacts(text);
  const named = new Set(
    facts.flatMap(({ fact: [a, predicate, b] }) => (predicate === 'is' || b === undefined ? [] : [a, b])),
  );
  const drafts = new Map<string, Draft>();
  const draftOf = (name: string): Draft => {
    const draft = drafts.get(name) ?? { attributes: [], spans: [], count: null };
    drafts.set(name, draft);
    return draft;
  };
  const relations: { subject: string; predicate: string; object: string; span: Span }[] = [];
  for (const { fact, span } of facts) {
    const [subject, predicate, object] = fact;
    const draft = draftOf(subject);
    if (predicate === undefined || object === undefined) {
      draft.spans.push(span);
      continue;
    }
    const value = numberValue(object);
    if (predicate !== 'is' || named.has(object)) {
      draftOf(object);
      relations.push({ subject, predicate, object, span });
    } else if (value === null || draft.count !== null) draft.attributes.push({ name: object, span });
    else draft.count = { min: value, max: value, text: object, span };
  }
  const names = [...drafts.keys()];
  return {
    objects: [...drafts].map(([name, draft]) => ({ name, surface: name, ...draft })),
    relations: relations.map(({ subject, object, ...rest }) => ({
      subject: names.indexOf(subject),
      object: names.indexOf(object),
      ...rest,
    })),
  };
}
