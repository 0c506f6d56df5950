import type { Ontology } from '../../../preload/contract/ontology.ts';

export type GroupKind = keyof Ontology;

/** A group as it is edited: its names with commas between. */
export interface GroupDraft {
  readonly key: number;
  readonly names: string;
}
export type OntologyDraft = Readonly<Record<GroupKind, readonly GroupDraft[]>>;

export const GROUP_KINDS: readonly { readonly id: GroupKind; readonly title: string; readonly help: string }[] = [
  {
    id: 'same',
    title: 'Same',
    help: 'One thing by several names: they match with 0.95, and references that use them are merged.',
  },
  {
    id: 'near',
    title: 'Near',
    help: 'Things that may be taken for each other: they match with 0.60, where nothing else matches better.',
  },
  { id: 'different', title: 'Different', help: 'Never the same, whatever WordNet says.' },
  { id: 'predicates', title: 'Relations', help: 'Relations that say the same, such as “near” and “next to”.' },
];

let keys = 0;

export function ontologyDraft(ontology: Ontology): OntologyDraft {
  const drafts = (groups: Ontology['same']) => groups.map((group) => draftGroup(group.join(', ')));
  const { same, near, different, predicates } = ontology;
  return { same: drafts(same), near: drafts(near), different: drafts(different), predicates: drafts(predicates) };
}

export function draftGroup(names: string): GroupDraft {
  keys += 1;
  return { key: keys, names };
}

/** The names of a group, each once, in lower case and single blanks. */
export function namesOf({ names }: GroupDraft): readonly string[] {
  const all = names.split(',').map((name) => name.trim().toLowerCase().replace(/\s+/g, ' '));
  return [...new Set(all.filter((name) => name !== ''))];
}

/** Why a group cannot be saved, or null. Empty ones are left out and are no fault. */
export function groupProblem(group: GroupDraft): string | null {
  const names = namesOf(group);
  if (names.length === 1) return 'A group needs at least two names, with a comma between.';
  const long = names.find((name) => name.length > 60);
  return long === undefined ? null : `“${long.slice(0, 20)}…” is too long for a name.`;
}

export function ontologyOf(draft: OntologyDraft): Ontology {
  const groups = (drafts: readonly GroupDraft[]) =>
    drafts.map((one) => [...namesOf(one)]).filter((names) => names.length > 1);
  const { same, near, different, predicates } = draft;
  return { same: groups(same), near: groups(near), different: groups(different), predicates: groups(predicates) };
}
