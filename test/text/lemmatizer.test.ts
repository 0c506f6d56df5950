import { describe, expect, it } from 'vitest';
import { Lemmatizer } from '../../main/text/lemmatizer.ts';

const lemmatizer = new Lemmatizer();

describe('the singular of a noun', () => {
  it.each([
    ['tanks', 'tank', 'the regular rule'],
    ['churches', 'church', 'ches'],
    ['boxes', 'box', 'xes'],
    ['cities', 'city', 'ies'],
    ['women', 'woman', 'men'],
    ['geese', 'goose', 'an exception'],
    ['mice', 'mouse', 'an exception'],
    ['knives', 'knife', 'an exception'],
    ['houses', 'house', 'not "hous"'],
    ['buses', 'bus', 'not "buse"'],
    ['grass', 'grass', 'no plural'],
    ['people', 'people', 'no plural'],
    ['woods', 'woods', 'a thing of its own'],
    ['crossroads', 'crossroads', 'a thing of its own'],
    ['viaducts', 'viaduct', 'the regular rule'],
    ['xyzzies', 'xyzzy', 'a word that WordNet does not know'],
    ['TANKS', 'tank', 'lower case'],
    ['', '', 'nothing'],
    ['飞机', '飞机', 'another script'],
  ])('%s → %s: %s', (word, lemma) => {
    expect(lemmatizer.noun(word)).toBe(lemma);
  });
});

it.each([
  ['lies', 'lie'],
  ['surrounded', 'surround'],
  ['planted', 'plant'],
  ['running', 'run'],
  ['stopped', 'stop'],
  ['drove', 'drive'],
  ['is', 'be'],
  ['flies', 'fly'],
  ['cut', 'cut'],
])('the infinitive of %s is %s', (word, lemma) => {
  expect(lemmatizer.verb(word)).toBe(lemma);
});

it.each([
  ['larger', 'large'],
  ['biggest', 'big'],
  ['happier', 'happy'],
  ['outer', 'outer'],
  ['dark', 'dark'],
])('the positive of %s is %s', (word, lemma) => {
  expect(lemmatizer.adjective(word)).toBe(lemma);
});

it('a missing list of exceptions is an error that names the file', () => {
  expect(() => new Lemmatizer(undefined, '/nowhere')).toThrow(
    expect.objectContaining({ code: 'unreadable_file', message: expect.stringContaining('noun.exc') }),
  );
});
