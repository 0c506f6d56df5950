import type { Span } from '../../../preload/contract/scene-graph.ts';

/** A word of a caption: lower-case text and where it stands. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** Words joined by hyphens are one, "'s" and its like are words of their own, other marks stand alone. */
const pattern = /['’](?:s|re|ve|ll|d|m)(?![\p{L}\p{N}])|[\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu;
/** Longer ones are not words; the rest of them says nothing. */
const longestWord = 40;

/** The words of a text, marks included. Example: "A man's t-shirt." gives a, man, 's, t-shirt and the full stop. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(pattern)) {
    const found = match[0];
    words.push({
      text: found.toLowerCase().slice(0, longestWord).replace('’', "'"),
      span: [match.index, match.index + found.length],
    });
  }
  return words;
}

/** Marks that end a clause which can be read by itself. */
const enders = new Set(['.', '!', '?', ';', '\n']);

/**
 * Cuts words into sentences, and sentences of more than `longest` words into pieces: the time that a text takes stays
 * proportional to its length, where links between all pairs of words would make it quadratic. Sentences that hold
 * nothing but marks are left out.
 */
export function sentencesOf(words: readonly Word[], longest: number): Word[][] {
  const sentences: Word[][] = [];
  let current: Word[] = [];
  const end = (): void => {
    if (current.some(({ text }) => /[\p{L}\p{N}]/u.test(text))) sentences.push(current);
    current = [];
  };
  for (const word of words) {
    if (enders.has(word.text)) {
      end();
      continue;
    }
    if (current.length === longest) end();
    current.push(word);
  }
  end();
  return sentences;
}
