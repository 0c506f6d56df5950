import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withinOneEdit } from '../../main/scene-graph/edit-distance.ts';
import { Matcher, ruleScores, sharedMatcher } from '../../main/scene-graph/match.ts';

const matcher = sharedMatcher();

describe('two object names are the same thing', () => {
  it.each([
    ['lemma', 1, 'tower', 'tower'],
    ['group', 0.95, 'plane', 'airplane'],
    ['group', 0.95, 'storage tank', 'tank'],
    ['synonym', 0.9, 'grave', 'tomb'],
    ['fuzzy', 0.85, 'viaduct', 'viaductt'],
    ['fuzzy', 0.85, 'parking lot', 'parkinglot'],
    ['compound', 0.8, 'tennis court', 'court'],
    ['compound', 0.75, 'cargo ship', 'vessel'],
    ['hypernym', 0.7, 'oak', 'tree'],
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

it('predicates agree when equal or in one group', () => {
  expect(matcher.predicates('near', 'next to')).toBe(true);
  expect(matcher.predicates('with', 'have')).toBe(true);
  expect(matcher.predicates('on', 'under')).toBe(false);
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

it('a damaged list of groups is an error that names the file', () => {
  const resources = mkdtempSync(path.join(tmpdir(), 'nadir-groups-'));
  mkdirSync(path.join(resources, 'lexicons'));
  const file = path.join(resources, 'lexicons', 'synonym-groups.json');
  writeFileSync(file, '{"same": [["alone"]], "near": [], "predicates": []}');
  expect(() => new Matcher(resources)).toThrow(
    expect.objectContaining({ code: 'malformed_file', message: expect.stringContaining(file) }),
  );
});
