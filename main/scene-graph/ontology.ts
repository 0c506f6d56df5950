import { type Ontology, ontologySchema } from '../../preload/contract/ontology.ts';
import { readJsonResource, resourcesDirectory } from '../text/resources.ts';

/**
 * The synonym groups for aerial images that ship with Nadir: where a project's own ontology starts.
 * `resources` holds lexicons/synonym-groups.json; throws `AppError` naming it when it is missing or malformed.
 */
export function bundledOntology(resources: string = resourcesDirectory()): Ontology {
  return readJsonResource(resources, 'lexicons/synonym-groups.json', (value) => ontologySchema.parse(value));
}

/** Word → numbers of the groups it is in. */
export type Membership = ReadonlyMap<string, ReadonlySet<number>>;

export function membershipOf(groups: Ontology['same']): Membership {
  const of = new Map<string, Set<number>>();
  for (const [i, group] of groups.entries()) {
    for (const word of group) of.set(word, (of.get(word) ?? new Set()).add(i));
  }
  return of;
}

/** The first group that both are in, by number, or null. */
export function sharedGroup(of: Membership, a: string, b: string): number | null {
  const second = of.get(b);
  if (second === undefined) return null;
  for (const group of of.get(a) ?? []) if (second.has(group)) return group;
  return null;
}
