import { expect, it } from 'vitest';
import { sentencesOf } from '../../main/scene-graph/sentences.ts';

it.each([
  ['There is a river. Two bridges cross it!', ['There is a river.', 'Two bridges cross it!']],
  ['a river . two bridges', ['a river .', 'two bridges']],
  ['a house, e.g. a villa', ['a house, e.g. a villa']],
  ['a plane\n  near\ta terminal', ['a plane near a terminal']],
  ['about 3.5 tanks', ['about 3.5 tanks']],
  [' . ?! … ', []],
  ['', []],
  ['飛行機が三機あります。橋が一つあります。', ['飛行機が三機あります。', '橋が一つあります。']],
  ['a\u0000b\u0007 road', ['a b road']],
])('%j has the sentences %j', (text, expected) => {
  expect(sentencesOf(text)).toEqual(expected);
});

it('a sentence of 500 words is read in parts of at most 80', () => {
  const parts = sentencesOf(Array.from({ length: 500 }, (_, at) => `word${at}`).join(' '));
  expect(parts.map((part) => part.split(' ').length)).toEqual([80, 80, 80, 80, 80, 80, 20]);
  expect(parts.join(' ').split(' ')).toHaveLength(500);
});
