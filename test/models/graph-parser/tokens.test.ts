import { expect, it } from 'vitest';
import { sentencesOf, wordsOf } from '../../../main/models/graph-parser/tokens.ts';

const texts = (text: string): string[] => wordsOf(text).map((word) => word.text);

it('words are lower case, hyphens keep them together, apostrophes and marks stand apart', () => {
  expect(texts("A man's T-shirt, 2 cars.")).toEqual(['a', 'man', "'s", 't-shirt', ',', '2', 'cars', '.']);
  expect(texts('the children ’s park')).toEqual(['the', 'children', "'s", 'park']);
});

it('spans lead back to the text', () => {
  const text = '  Zwei  Bäume 🌳 am Fluß';
  for (const { text: word, span } of wordsOf(text)) expect(text.slice(...span).toLowerCase()).toBe(word);
  expect(texts(text)).toEqual(['zwei', 'bäume', '🌳', 'am', 'fluß']);
});

it('a word of ten thousand letters is cut, its span is not', () => {
  const [word] = wordsOf('x'.repeat(10_000));
  expect(word!.text).toHaveLength(40);
  expect(word!.span).toEqual([0, 10_000]);
});

it('marks end sentences, long sentences are cut, sentences of marks are none', () => {
  const sentences = (text: string, longest: number): string[] =>
    sentencesOf(wordsOf(text), longest).map((words) => words.map((word) => word.text).join(' '));
  expect(sentences('A road. Two cars! ... ; , trees', 10)).toEqual(['a road', 'two cars', ', trees']);
  expect(sentences('one two three four five', 2)).toEqual(['one two', 'three four', 'five']);
  expect(sentences(' \u0000\u0007 !?', 5)).toEqual([]);
});
