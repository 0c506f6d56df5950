import type { SceneGraph, Span } from '../../preload/contract/scene-graph.ts';

export type { Attribute, Count, GraphObject, Relation, SceneGraph, Span } from '../../preload/contract/scene-graph.ts';

/** The graph of a text in which no object was found. */
export const emptyGraph: SceneGraph = { objects: [], relations: [] };

/**
 * Lists the faults of a graph that came from outside (a person, a file, another parser), as sentences; empty when it may be kept
 * as the graph of `text`. Spans lie within the text, `[0, 0]` standing for "nowhere"; names are not blank; relations lead from
 * one object to another that is there; a count's upper bound is not below its lower one.
 */
export function graphProblems(graph: SceneGraph, text: string): readonly string[] {
  const problems: string[] = [];
  const check = (isRight: boolean, problem: string) => {
    if (!isRight) problems.push(problem);
  };
  const isWithin = ([start, end]: Span) => start <= end && end <= text.length;
  for (const [i, { name, spans, count, attributes }] of graph.objects.entries()) {
    const called = name.trim() === '' ? `Object ${i + 1}` : `“${name}”`;
    check(name.trim() !== '', `Object ${i + 1} has no name.`);
    check(spans.every(isWithin), `${called} points at words outside the caption.`);
    if (count !== null)
      check(count.max === null || count.max >= count.min, `${called}: ${count.max} is less than ${count.min}.`);
    for (const attribute of attributes) {
      check(attribute.name.trim() !== '', `${called} has an attribute without a name.`);
      check(isWithin(attribute.span), `“${attribute.name}” of ${called} points at words outside the caption.`);
    }
  }
  for (const { subject, predicate, object, span } of graph.relations) {
    const isThere = subject < graph.objects.length && object < graph.objects.length;
    check(predicate.trim() !== '', 'A relation has no wording.');
    check(isThere, `The relation “${predicate}” is about an object that is not in the graph.`);
    check(subject !== object, `The relation “${predicate}” leads from an object to itself.`);
    check(isWithin(span), `The relation “${predicate}” points at words outside the caption.`);
  }
  return problems;
}
