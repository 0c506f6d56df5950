import { expect, it } from 'vitest';
import {
  draftGroup,
  groupProblem,
  ontologyDraft,
  ontologyOf,
} from '../../../renderer/features/ontology/ontology-draft.ts';

const ontology = {
  same: [['plane', 'airplane']],
  near: [['house', 'building', 'villa']],
  predicates: [['near', 'next to']],
  different: [],
};

it('a draft that nobody edits is the ontology again', () => {
  expect(ontologyOf(ontologyDraft(ontology))).toEqual(ontology);
});

it('names are trimmed, lower case and each once; empty groups go', () => {
  const draft = ontologyDraft(ontology);
  const same = [...draft.same, draftGroup(' Oil  Tank, storage tank,oil tank,, '), draftGroup(' , ')];
  expect(ontologyOf({ ...draft, same }).same).toEqual([
    ['plane', 'airplane'],
    ['oil tank', 'storage tank'],
  ]);
});

it('one name alone is not a group, none is an empty line', () => {
  expect(groupProblem(draftGroup('plane'))).toContain('two names');
  expect(groupProblem(draftGroup('plane, plane'))).toContain('two names');
  expect(groupProblem(draftGroup(''))).toBeNull();
  expect(groupProblem(draftGroup(`plane, ${'x'.repeat(61)}`))).toContain('too long');
});
