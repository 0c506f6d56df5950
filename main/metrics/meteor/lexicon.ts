import { MeaningIndex, type Meanings } from '../../text/meanings.ts';
import { stem } from '../../text/stemmer.ts';
import { functionWords } from './function-words.ts';
import { meteorWords } from './meteor-words.ts';
import type { ParaphraseTable } from './paraphrase-table.ts';

/** A word as the matchers see it: equal numbers are equal words, equal stems have equal numbers. */
export interface MeteorWord {
  readonly id: number;
  readonly text: string;
  readonly stem: number;
  readonly meanings: Meanings;
  readonly isFunctionWord: boolean;
}

/** A caption ready to be aligned. */
export type MeteorSentence = readonly MeteorWord[];

/**
 * METEOR's knowledge of words: their stems, their WordNet meanings, and a table of paraphrases if there is one. Each word is
 * looked up once; sentences of one lexicon can be aligned with each other.
 */
export class MeteorLexicon {
  readonly paraphrases: ParaphraseTable | null;
  readonly #meanings: MeaningIndex;
  readonly #words = new Map<string, MeteorWord>();
  readonly #stems = new Map<string, number>();

  constructor(options: { readonly paraphrases?: ParaphraseTable | null; readonly meanings?: MeaningIndex } = {}) {
    this.paraphrases = options.paraphrases ?? null;
    this.#meanings = options.meanings ?? new MeaningIndex();
  }

  /** Prepares a caption's Penn Treebank tokens. */
  sentence(tokens: readonly string[]): MeteorSentence {
    return meteorWords(tokens).map((text) => this.#words.get(text) ?? this.#learn(text));
  }

  #learn(text: string): MeteorWord {
    const stemmed = stem(text);
    const word: MeteorWord = {
      id: this.#words.size,
      text,
      stem: this.#stems.get(stemmed) ?? this.#stems.size,
      meanings: this.#meanings.of(text),
      isFunctionWord: functionWords.has(text),
    };
    this.#stems.set(stemmed, word.stem);
    this.#words.set(text, word);
    return word;
  }
}
