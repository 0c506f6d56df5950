import { describe, expect, it } from 'vitest';
import { FactualLemmatizer } from '../../../main/metrics/factual/lemmatize.ts';
import { factualScore } from '../../../main/metrics/factual/score.ts';
import { FactualSynonyms } from '../../../main/metrics/factual/synonyms.ts';

const lemmatizer = new FactualLemmatizer();
/** "lawn" and "grass" share meaning 1, "near" and "beside" meaning 2. */
const synonyms = new FactualSynonyms(
  new Map([
    ['lawn', new Set([1, 7])],
    ['grass', new Set([1])],
    ['near', new Set([2])],
    ['beside', new Set([2, 9])],
    ['woman', new Set([4])],
    ['house', new Set([5])],
  ]),
  new Map([['women', ['woman']]]),
);
const score = (candidate: string, gold: string) => factualScore(candidate, gold, { lemmatizer, synonyms });

describe('set match', () => {
  it('order, repetition, spacing and plurals do not count', () => {
    const gold = '( tree , is , tall ) , ( tree , near , road )';
    expect(score('( trees , near , roads ) ,( tree , is ,  tall ) , ( tree , is , tall )', gold).setMatch).toBe(1);
  });

  it('a fact more, a fact less or another wording is not a match', () => {
    const gold = '( tree , is , tall ) , ( tree , near , road )';
    for (const other of [
      '( tree , is , tall )',
      `${gold} , ( road , is , long )`,
      '( tree , is , tall ) , ( tree , beside , road )',
    ])
      expect(score(other, gold).setMatch).toBe(0);
  });
});

describe('SPICE F', () => {
  it('counts objects, attributes and relations once each', () => {
    // Said: tree, (tree, tall). Gold: tree, road, (tree, tall), (tree, near, road). F = 2 · 2 / (2 + 4).
    expect(score('( tree , is , tall )', '( trees , is , tall ) , ( tree , near , road )').spice).toBeCloseTo(
      2 / 3,
      12,
    );
  });

  it('words that share a meaning are the same, part by part', () => {
    // lawn ~ grass, house = house, (lawn, beside, house) ~ (grass, near, house).
    expect(score('( lawn , beside , house )', '( grass , near , house )').spice).toBe(1);
    expect(score('( lawn , beside , house )', '( grass , near , house )').setMatch).toBe(0);
  });

  it('each gold tuple is matched at most once, equal wording first', () => {
    // Said: grass, lawn, house, 2 relations. Gold: grass, house, 1 relation: 3 matches of 5 and 3.
    const said = '( lawn , near , house ) , ( grass , near , house )';
    expect(score(said, '( grass , near , house )').spice).toBeCloseTo((2 * 3) / (5 + 3), 12);
  });

  it('an object alone is a tuple; nothing in common is 0', () => {
    expect(score('( rose bush )', '( rose bush )')).toEqual({ setMatch: 1, spice: 1 });
    expect(score('( cat )', '( rose bush )')).toEqual({ setMatch: 0, spice: 0 });
    expect(score('', '( rose bush )')).toEqual({ setMatch: 0, spice: 0 });
  });
});

it('every word is lemmatised as a noun, as FACTUAL does: the shortest form that WordNet has', () => {
  expect(lemmatizer.graph('( boys , is , 2 ) , ( glasses , sits on , leaves )')).toBe(
    '( boy , is , 2 ) , ( glass , sits on , leaf )',
  );
  // A verb whose singular WordNet knows as a noun: the Washington of the famous mistake.
  expect(lemmatizer.word('was')).toBe('wa');
  expect(lemmatizer.word('grass')).toBe('grass');
});

it('meanings come from a word and its base form: by the list of exceptions first, then by endings', () => {
  expect([...synonyms.meanings('women')]).toEqual([4]);
  expect([...synonyms.meanings('lawns')]).toEqual([1, 7]);
  expect([...synonyms.meanings('zebra')]).toEqual([]);
});
