import { expect, it } from 'vitest';
import { Lemmatizer } from '../../main/text/lemmatizer.ts';
import { MeaningIndex, shareMeaning } from '../../main/text/meanings.ts';

const index = new MeaningIndex();
const share = (a: string, b: string) => shareMeaning(index.of(a), index.of(b));

it.each([
  ['car', 'automobile', true],
  ['cars', 'automobiles', true],
  ['plane', 'airplanes', true],
  ['parking lot', 'car park', true],
  ['car', 'road', false],
  ['big', 'large', true],
  ['was', 'is', true],
  ['qwrt', 'qwrt', false],
  ['', '', false],
])('%s and %s share a meaning: %s', (a, b, expected) => {
  expect(share(a, b)).toBe(expected);
  expect(share(b, a)).toBe(expected);
});

it('a base form is an exception’s, else the first that WordNet has, else there is none', () => {
  const lemmatizer = new Lemmatizer();
  expect(lemmatizer.bases('men')).toEqual(['man']);
  expect(lemmatizer.bases('planes')).toEqual(['plane']);
  expect(lemmatizer.bases('parked')).toEqual(['park']);
  expect(lemmatizer.bases('grass')).toEqual([]);
  expect(lemmatizer.bases('xyzzies')).toEqual([]);
});
