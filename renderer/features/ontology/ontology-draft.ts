import type { Ontology } from '../../../preload/contract/ontology.ts';

export type GroupKind = keyof Ontology;

/** A group during editing: its names, separated by commas. */
export interface GroupDraft {
  readonly key: number;
  readonly names: string;
}
export type OntologyDraft = Readonly<Record<GroupKind, readonly GroupDraft[]>>;

export const GROUP_KINDS: readonly { readonly id: GroupKind; readonly title: string; readonly help: string }[] = [
  {
    id: 'same',
    title: 'Same',
    help: 'Different names of the same object. They match with 0.95, and references that use them are merged.',
  },
  {
    id: 'near',
    title: 'Near',
    help: 'Similar objects that are easily confused. They match with 0.60 if nothing else matches better.',
  },
  { id: 'different', title: 'Different', help: 'Names that never match, even if WordNet relates them.' },
  { id: 'predicates', title: 'Relations', help: 'Relations with the same meaning, such as “near” and “next to”.' },
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

/** Lists the names of a group without repeats, in lower case with single spaces. */
export function namesOf({ names }: GroupDraft): readonly string[] {
  const all = names.split(',').map((name) => name.trim().toLowerCase().replace(/\s+/g, ' '));
  return [...new Set(all.filter((name) => name !== ''))];
}

/** Returns the fault of a group, or null. Empty groups are left out and have no fault. */
export function groupProblem(group: GroupDraft): string | null {
  const names = namesOf(group);
  if (names.length === 1) return 'Enter at least two names, separated by commas.';
  const long = names.find((name) => name.length > 60);
  return long === undefined ? null : `“${long.slice(0, 20)}…” is too long. Use 60 characters or less.`;
}

export function ontologyOf(draft: OntologyDraft): Ontology {
  const groups = (drafts: readonly GroupDraft[]) =>
    drafts.map((one) => [...namesOf(one)]).filter((names) => names.length > 1);
  const { same, near, different, predicates } = draft;
  return { same: groups(same), near: groups(near), different: groups(different), predicates: groups(predicates) };
}
