import { z } from 'zod';

const name = z.string().trim().toLowerCase().min(1).max(60);
const groups = z
  .array(z.array(name).min(2, 'A group has at least two names.').max(200).readonly())
  .max(2000)
  .readonly();

/**
 * Words that mean the same to the matcher, besides WordNet. A name may be in several groups.
 * `same`: one thing by several names; `near`: things that a caption may well take for each other; `predicates`: relations
 * that say the same ("near", "next to"). `different` overrules everything else: no two names of such a group match.
 */
export const ontologySchema = z
  .object({ same: groups, near: groups, predicates: groups, different: groups.default([]) })
  .readonly();
export type Ontology = z.infer<typeof ontologySchema>;
