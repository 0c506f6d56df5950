import { expect, it } from 'vitest';
import { Speller } from '../../../main/models/graph-parser/speller.ts';

const known = new Set(['house', 'mouse', 'building', 'tram']);
const speller = new Speller(
  ['building', 'house', 'horse', 'tree', 'parallel'],
  (word) => known.has(word),
  new Map([['surounded', 'surrounded']]),
);

it('an unknown word becomes the common word one letter away: dropped, doubled, changed or swapped', () => {
  for (const wrong of ['buildng', 'buillding', 'buildimg', 'buidling']) expect(speller.correct(wrong)).toBe('building');
  expect(speller.correct('parrallel')).toBe('parallel');
});

it('known, short, far and odd words stay', () => {
  for (const word of ['mouse', 'tram', 'tre', 'zeppelin', 'bäum', 'house2', 'x'.repeat(31)])
    expect(speller.correct(word)).toBe(word);
});

it('of several neighbours the most common wins, and listed misspellings come first', () => {
  // "hourse" is one letter from house and from horse.
  expect(speller.correct('hourse')).toBe('house');
  expect(speller.correct('surounded')).toBe('surrounded');
});
