import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { adoptOntology, ruleScores, sharedMatcher } from '../../main/scene-graph/match.ts';
import { bundledOntology } from '../../main/scene-graph/ontology.ts';
import { isMisspelt, withinOneEdit, withinTwoEdits } from '../../main/text/edit-distance.ts';

const matcher = sharedMatcher();

describe('two object names are the same thing', () => {
  it.each([
    ['lemma', 1, 'tower', 'tower'],
    ['lemma', 1, 'storage tanks', 'Storage tank'],
    ['group', 0.95, 'planes', 'airplane'],
    ['group', 0.95, 'plane', 'airplane'],
    ['group', 0.95, 'storage tank', 'tank'],
    ['synonym', 0.9, 'grave', 'tomb'],
    ['fuzzy', 0.85, 'viaduct', 'viaductt'],
    ['fuzzy', 0.85, 'parking lot', 'parkinglot'],
    ['compound', 0.8, 'tennis court', 'court'],
    ['compound', 0.75, 'cargo ship', 'vessel'],
    ['hypernym', 0.7, 'oak', 'tree'],
    ['hypernym', 0.55, 'freighter', 'ship'],
    ['fuzzy', 0.85, 'intersection', 'intersetcon'],
    ['near', 0.6, 'car', 'truck'],
  ] as const)('by %s, %f: %s and %s', (rule, score, a, b) => {
    expect(matcher.objects(a, b)).toEqual({ rule, score });
    expect(matcher.objects(b, a)).toEqual({ rule, score });
  });

  it.each([
    ['house', 'horse'],
    ['bank', 'river'],
    ['park', 'parking lot'],
    ['tennis court', 'basketball court'],
    ['road', 'river'],
    ['tree', ''],
    ['tank', 'vehicle'],
    ['car', 'container'],
    ['garden', 'collection'],
  ])('not: %s and %s', (a, b) => {
    expect(matcher.objects(a, b)).toBeNull();
    expect(matcher.objects(b, a)).toBeNull();
  });

  it('and the stronger rule scores higher', () => {
    const { lemma, group, synonym, fuzzy, compound, hypernym, near } = ruleScores;
    const order = [lemma, group, synonym, fuzzy, compound, hypernym, near];
    expect(order).toEqual(order.toSorted((a, b) => b - a));
  });
});

it('attributes agree when equal or in one synset', () => {
  expect(matcher.attributes('gray', 'grey')).toBe(true);
  expect(matcher.attributes('large', 'big')).toBe(true);
  expect(matcher.attributes('red', 'blue')).toBe(false);
  expect(matcher.attributes('qwrt', 'qwrt')).toBe(true);
});

it('each decision says what speaks for it', () => {
  expect(matcher.explain('plane', 'airplane')?.because).toContain('plane, aeroplane');
  expect(matcher.explain('oak', 'tree')?.because).toBe('“oak” is a kind of “tree” in WordNet, 1 step up');
  expect(matcher.explain('tennis court', 'court')?.because).toBe('“tennis court” is a compound whose head is “court”');
  expect(matcher.explain('grave', 'tomb')).toMatchObject({ rule: 'synonym', because: expect.stringContaining('tomb') });
  expect(matcher.explain('road', 'river')).toBeNull();
});

it("a project's ontology is what everything in the process matches by, until it is taken back", () => {
  const own = { ...bundledOntology(), same: [['chimney', 'smokestack tower']], different: [['oak', 'tree']] };
  adoptOntology(own);
  expect(sharedMatcher().objects('chimney', 'smokestack tower')?.rule).toBe('group');
  expect(sharedMatcher().objects('oak', 'tree')).toBeNull();
  adoptOntology(null);
  expect(sharedMatcher().objects('chimney', 'smokestack tower')).toBeNull();
  expect(sharedMatcher().objects('oak', 'tree')?.rule).toBe('hypernym');
});

it('predicates agree when equal or in one group', () => {
  expect(matcher.predicates('near', 'next to')).toBe(true);
  expect(matcher.predicates('with', 'have')).toBe(true);
  expect(matcher.predicates('on', 'under')).toBe(false);
  expect(matcher.predicates('parked near', 'next to')).toBe(true);
  expect(matcher.comparePredicates('surrounded by', 'surround')).toBe('reversed');
  expect(matcher.comparePredicates('surrounded by', 'encircled with')).toBe('same');
});

it.each([
  ['parallel', 'parrallel', true],
  ['building', 'buidling', true],
  ['bridge', 'bridge', true],
  ['tank', 'tanks', true],
  ['road', 'toad', true],
  ['', 'a', true],
  ['', 'ab', false],
  ['road', 'roof', false],
  ['abcd', 'badc', false],
])('%s and %s are within one edit: %s', (a, b, expected) => {
  expect(withinOneEdit(a, b)).toBe(expected);
  expect(withinOneEdit(b, a)).toBe(expected);
});

it.each([
  ['intersection', 'intersetcon', true],
  ['parallel', 'paralel', true],
  ['abcdefghi', 'badcefghi', true],
  ['abcdefghi', 'abcdefxyz', false],
  ['abc', 'abcd', true],
  ['', 'abc', false],
])('%s and %s are within two edits: %s', (a, b, expected) => {
  expect(withinTwoEdits(a, b)).toBe(expected);
  expect(withinTwoEdits(b, a)).toBe(expected);
});

it('short words are not misspellings of each other, and two edits take nine letters', () => {
  expect(isMisspelt('road', 'rood')).toBe(false);
  expect(isMisspelt('bridge', 'brigde')).toBe(true);
  expect(isMisspelt('building', 'biulidng')).toBe(false);
  expect(isMisspelt('x'.repeat(1e6), 'x'.repeat(1e6 + 1))).toBe(false);
});

it('a damaged list of groups is an error that names the file', () => {
  const resources = mkdtempSync(path.join(tmpdir(), 'nadir-groups-'));
  mkdirSync(path.join(resources, 'lexicons'));
  const file = path.join(resources, 'lexicons', 'synonym-groups.json');
  writeFileSync(file, '{"same": [["alone"]], "near": [], "predicates": []}');
  expect(() => bundledOntology(resources)).toThrow(
    expect.objectContaining({ code: 'malformed_file', message: expect.stringContaining(file) }),
  );
});
