import { expect, it } from 'vitest';
import { sentence } from '../../main/generation/sentence.ts';

it('begins with a capital and ends with a full stop', () => {
  expect(sentence(['there', 'are', 'two', 'planes'])).toBe('There are two planes.');
});

it('a clitic stands at its word, and a word that begins like one does not', () => {
  expect(sentence(['the', 'river', "'s", 'bank', 'is', "n't", 'green'])).toBe("The river's bank isn't green.");
  expect(sentence(['the', "'straight", 'road'])).toBe("The 'straight road.");
});

it('a caption without words is empty, not a lone full stop', () => {
  expect(sentence([])).toBe('');
});

it('a first letter outside ASCII is made large too', () => {
  expect(sentence(['île', 'verte'])).toBe('Île verte.');
});
