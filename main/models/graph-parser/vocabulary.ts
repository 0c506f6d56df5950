import { z } from 'zod';

/** vocabulary.json of a parser's folder. */
export const parserVocabularySchema = z
  .object({
    /** Words with an embedding of their own, most common in training first. */
    learned: z.array(z.string().min(1)).readonly(),
    /** Number of them, from the first, common enough to be the intended word of a misspelling. */
    common: z.int().nonnegative(),
    /** Words with a published vector, which tells what words they are like. */
    vectors: z.array(z.string().min(1)).readonly(),
    /** Number of those, from the first, that are common in English: the others may be published misspellings. */
    commonVectors: z.int().nonnegative(),
  })
  .readonly();

/** The virtual word at the head of every sentence. */
export const virtualWord = '';

const shortestGroup = 2;
const longestGroup = 5;

/** The network's input for a word. */
export interface WordFeatures {
  /** Row of the table of learned words; 0 for words without one, 1 for the virtual word. */
  readonly learned: number;
  /** Row of the table of vectors; 0, which is all zeros, without one. */
  readonly vector: number;
  /** Rows of the table of letter groups. */
  readonly letters: Int32Array;
}

export class ParserVocabulary {
  readonly learned: readonly string[];
  readonly common: number;
  readonly vectors: readonly string[];
  readonly commonVectors: number;
  readonly #learnedRows: ReadonlyMap<string, number>;
  readonly #vectorRows: ReadonlyMap<string, number>;
  readonly #letterBuckets: number;

  constructor(words: z.infer<typeof parserVocabularySchema>, letterBuckets: number) {
    this.learned = words.learned;
    this.common = words.common;
    this.vectors = words.vectors;
    this.commonVectors = words.commonVectors;
    this.#learnedRows = new Map(words.learned.map((word, at) => [word, at + 2]));
    this.#vectorRows = new Map(words.vectors.map((word, at) => [word, at + 1]));
    this.#letterBuckets = letterBuckets;
  }

  /** Rows of the table of learned words: those of the words, and the unknown and the virtual one. */
  get learnedRows(): number {
    return this.learned.length + 2;
  }

  get vectorRows(): number {
    return this.vectors.length + 1;
  }

  /** Whether the word is common, in training or in English, and so no misspelling. */
  knows(word: string): boolean {
    const [vector, learned] = [this.#vectorRows.get(word), this.#learnedRows.get(word)];
    return (
      (vector !== undefined && vector <= this.commonVectors) || (learned !== undefined && learned < this.common + 2)
    );
  }

  features(word: string): WordFeatures {
    return {
      learned: word === virtualWord ? 1 : (this.#learnedRows.get(word) ?? 0),
      vector: this.#vectorRows.get(word) ?? 0,
      letters: this.#letterGroups(word),
    };
  }

  /** Hashed groups of two to five letters, with marks for the word's ends; equal words give equal groups everywhere. */
  #letterGroups(word: string): Int32Array {
    const letters = Array.from(`<${word}>`);
    const groups: number[] = [];
    for (let size = shortestGroup; size <= longestGroup; size++)
      for (let at = 0; at + size <= letters.length; at++)
        groups.push(hash(letters.slice(at, at + size).join('')) % this.#letterBuckets);
    return Int32Array.from(groups);
  }
}

/** 32-bit FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
