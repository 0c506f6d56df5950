import { createRuleParser } from '../../main/scene-graph/rule-parser.ts';
import type { Count, GraphObject, SceneGraph, Span } from '../../preload/contract/scene-graph.ts';

export const parser = createRuleParser();
export const parse = (text: string): SceneGraph => parser.parseSync([text])[0]!;

/** "3" for an exact count, "3–" for one without an upper end, "2–5" for a range. */
const countOf = ({ min, max }: Count): string => (max === min ? String(min) : `${min}–${max ?? ''}`);

/** A graph as the tests write it down: "3 barn (red, old)" and "barn > near > pond". */
export function read(text: string): { readonly objects: readonly string[]; readonly relations: readonly string[] } {
  const { objects, relations } = parse(text);
  const described = objects.map(({ name, count, attributes }) => {
    const names = attributes.map((attribute) => attribute.name).join(', ');
    return `${count === null ? '' : `${countOf(count)} `}${name}${names === '' ? '' : ` (${names})`}`;
  });
  const related = relations.map(
    ({ subject, predicate, object }) => `${objects[subject]?.name} > ${predicate} > ${objects[object]?.name}`,
  );
  return { objects: described, relations: related };
}

const nowhere: Span = [0, 0];
const exact = (count: number): Count => ({ min: count, max: count, text: String(count) });

/** An object written by hand: a name, its exact count or null, its attributes. */
export const object = (name: string, count: number | null = null, ...attributes: string[]): GraphObject => ({
  name,
  surface: name,
  spans: [],
  count: count === null ? null : exact(count),
  attributes: attributes.map((attribute) => ({ name: attribute, span: nowhere })),
});

/** A graph written by hand; relations by the indices of their objects. */
export const graph = (
  objects: readonly GraphObject[],
  ...relations: (readonly [subject: number, predicate: string, object: number])[]
): SceneGraph => ({
  objects,
  relations: relations.map(([subject, predicate, to]) => ({ subject, predicate, object: to, span: nowhere })),
});
