import type { Attribute, Count, SceneGraph, Span } from '../../preload/contract/scene-graph.ts';
import { AppError } from '../errors/app-error.ts';
import { numberValue } from './rules/counts.ts';

/** One fact of the text form: subject, predicate, object, as written. */
export type Fact = readonly [subject: string, predicate: string, object: string];

/**
 * A graph's facts in the order the FACTUAL data set gives them meaning: `( planes , is , 2 )` for an exact count,
 * `( plane , is , white )` for an attribute, `( plane , near , terminal )` for a relation. An object of which nothing is
 * said has no fact: the text form cannot hold it. Loose counts appear as their wording.
 * Source: Li et al. 2023, "FACTUAL: A Benchmark for Faithful and Consistent Textual Scene Graph Parsing".
 */
export function factsOf(graph: SceneGraph): Fact[] {
  const facts: Fact[] = [];
  for (const object of graph.objects) {
    if (object.count !== null) facts.push([object.name, 'is', countWord(object.count)]);
    for (const attribute of object.attributes) facts.push([object.name, 'is', attribute.name]);
  }
  for (const { subject, predicate, object } of graph.relations) {
    facts.push([graph.objects[subject]?.name ?? '', predicate, graph.objects[object]?.name ?? '']);
  }
  return facts;
}

function countWord({ min, max, text }: Count): string {
  return min === max ? String(min) : text.toLowerCase();
}

/** Prints a graph in FACTUAL's text form. Example: `( girl , is , young ) , ( girl , on , bed )`; no facts: empty text. */
export function printGraph(graph: SceneGraph): string {
  return factsOf(graph)
    .map((fact) => `( ${fact.map(clean).join(' , ')} )`)
    .join(' , ');
}

/** Commas and brackets are the form's own. */
function clean(part: string): string {
  return part.replace(/[(),]/g, ' ').replace(/\s+/g, ' ').trim();
}

/**
 * The facts of a text in FACTUAL's form. Throws `AppError('malformed_file')` naming the fact that is none.
 * Example: `( girl , on , bed )` → [['girl', 'on', 'bed']].
 */
export function parseFacts(text: string): Fact[] {
  const facts: Fact[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const match = /^\(([^()]*)\)\s*,?\s*/.exec(rest);
    const parts = match?.[1]?.split(',').map((part) => part.trim());
    const [subject, predicate, object] = parts ?? [];
    if (match === null || parts?.length !== 3 || !subject || !predicate || !object) {
      throw new AppError(
        'malformed_file',
        `"${rest.slice(0, 60)}" is not a scene graph: expected facts of the form "( subject , predicate , object )".`,
      );
    }
    facts.push([subject, predicate, object]);
    rest = rest.slice(match[0].length);
  }
  return facts;
}

const nowhere: Span = [0, 0];

interface Draft {
  readonly attributes: Attribute[];
  count: Count | null;
}

/**
 * The graph that a text in FACTUAL's form states: "is" with a number gives a count, other "is" facts attributes. The form
 * has no positions, so spans are empty or `[0, 0]`, and things of one name are one object.
 * Throws `AppError('malformed_file')` as `parseFacts`.
 */
export function parseGraph(text: string): SceneGraph {
  const facts = parseFacts(text);
  const stated = new Set(facts.filter(([, predicate]) => predicate !== 'is').flatMap(([a, , b]) => [a, b]));
  const drafts = new Map<string, Draft>();
  const draftOf = (name: string): Draft => {
    const draft = drafts.get(name) ?? { attributes: [], count: null };
    drafts.set(name, draft);
    return draft;
  };
  const relations: { subject: string; predicate: string; object: string }[] = [];
  for (const [subject, predicate, object] of facts) {
    const draft = draftOf(subject);
    const value = numberValue(object);
    if (predicate !== 'is' || stated.has(object)) {
      draftOf(object);
      relations.push({ subject, predicate, object });
    } else if (value === null) draft.attributes.push({ name: object, span: nowhere });
    else draft.count = { min: value, max: value, text: object };
  }
  const names = [...drafts.keys()];
  return {
    objects: [...drafts].map(([name, draft]) => ({ name, surface: name, spans: [], ...draft })),
    relations: relations.map(({ subject, predicate, object }) => ({
      subject: names.indexOf(subject),
      predicate,
      object: names.indexOf(object),
      span: nowhere,
    })),
  };
}
