import { expect, it } from 'vitest';
import { Vocabulary } from '../../../main/models/nadir-mini/vocabulary.ts';

const special = ['<pad>', '<bos>', '<eos>', '<unk>'];
const captions = [
  ['a', 'road', 'and', 'a', 'field'],
  ['a', 'road'],
  ['the', 'field'],
];

it('words come by how often they are seen, equals in the order of their letters, behind the four special ones', () => {
  expect(Vocabulary.fromCaptions(captions, 1).words).toEqual([...special, 'a', 'field', 'road', 'and', 'the']);
  expect(Vocabulary.fromCaptions(captions, 2).words).toEqual([...special, 'a', 'field', 'road']);
});

it('a word it lacks becomes the unknown word, and text leaves out the special ones', () => {
  const vocabulary = Vocabulary.fromCaptions(captions, 2);
  expect(vocabulary.encode(['the', 'road', 'a'])).toEqual([Vocabulary.unknown, 6, 4]);
  expect(vocabulary.decode([1, 6, 3, 4, 2, 0])).toEqual(['road', 'a']);
});

it('a longer vocabulary keeps the ids that were given and counts only new words', () => {
  const before = Vocabulary.fromCaptions(captions, 2);
  const after = before.extendedBy([['zebra', 'crossing', 'crossing', 'a', 'a', 'a']], 1);
  expect(after.words).toEqual([...before.words, 'crossing', 'zebra']);
  expect(before.extendedBy(captions, 2).words).toEqual(before.words);
});

it('a special word in a caption is not a word of its own', () => {
  expect(Vocabulary.fromCaptions([['<eos>', 'a']], 1).words).toEqual([...special, 'a']);
});

it('files without the special words, or with a word twice, are refused by name', () => {
  expect(() => new Vocabulary(['a', ...special], 'v.json')).toThrow(
    'v.json must begin with the words <pad> <bos> <eos> <unk>.',
  );
  expect(() => new Vocabulary([...special, 'a', 'a'], 'v.json')).toThrow('v.json lists a word twice.');
});

it('captions never contain padding, start or unknown', () => {
  const { padding, start, end, forbidden } = Vocabulary.special;
  expect([padding, start, end].map((id) => special[id])).toEqual(['<pad>', '<bos>', '<eos>']);
  expect([...forbidden].sort()).toEqual([padding, start, Vocabulary.unknown]);
});
