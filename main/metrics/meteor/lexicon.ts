import { Lemmatizer } from '../../text/lemmatizer.ts';
import { stem } from '../../text/stemmer.ts';
import { type PartOfSpeech, sharedWordNet, type WordNet } from '../../text/wordnet.ts';
import { functionWords } from './function-words.ts';
import { meteorWords } from './meteor-words.ts';
import type { ParaphraseTable } from './paraphrase-table.ts';

/** A word as the matchers see it: equal numbers are equal words, equal stems have equal numbers. */
export interface MeteorWord {
  readonly id: number;
  readonly text: string;
  readonly stem: number;
  /** Meanings of the word and of its base forms, ascending. */
  readonly synsets: readonly number[];
  /** One of 32 bits for each meaning: words whose bits do not meet share none. */
  readonly synsetBits: number;
  readonly isFunctionWord: boolean;
}

/** A caption ready to be aligned. */
export type MeteorSentence = readonly MeteorWord[];

const partsOfSpeech: readonly PartOfSpeech[] = ['noun', 'verb', 'adjective', 'adverb'];

/**
 * What METEOR knows of words: their stems, their WordNet meanings, and a table of paraphrases if there is one. Each word is
 * looked up once; sentences of one lexicon can be aligned with each other.
 */
export class MeteorLexicon {
  readonly paraphrases: ParaphraseTable | null;
  readonly #wordNet: WordNet;
  readonly #lemmatizer: Lemmatizer;
  readonly #words = new Map<string, MeteorWord>();
  readonly #stems = new Map<string, number>();

  constructor(options: { readonly paraphrases?: ParaphraseTable | null; readonly wordNet?: WordNet } = {}) {
    this.paraphrases = options.paraphrases ?? null;
    this.#wordNet = options.wordNet ?? sharedWordNet();
    this.#lemmatizer = new Lemmatizer(this.#wordNet);
  }

  /** Prepares a caption's Penn Treebank tokens. */
  sentence(tokens: readonly string[]): MeteorSentence {
    return meteorWords(tokens).map((text) => this.#words.get(text) ?? this.#learn(text));
  }

  #learn(text: string): MeteorWord {
    const stemmed = stem(text);
    const synsets = this.#synsets(text);
    const word: MeteorWord = {
      id: this.#words.size,
      text,
      stem: this.#stems.get(stemmed) ?? this.#stems.size,
      synsets,
      synsetBits: synsets.reduce((bits, synset) => bits | (1 << (synset * 0x9e3779b1)), 0),
      isFunctionWord: functionWords.has(text),
    };
    this.#stems.set(stemmed, word.stem);
    this.#words.set(text, word);
    return word;
  }

  #synsets(text: string): readonly number[] {
    const found = new Set<number>();
    for (const form of [text, ...this.#lemmatizer.bases(text)]) {
      for (const [at, partOfSpeech] of partsOfSpeech.entries()) {
        // A byte position is unique within one part of speech only.
        for (const offset of this.#wordNet.entry(form, partOfSpeech)?.offsets ?? []) found.add(offset * 4 + at);
      }
    }
    return [...found].sort((a, b) => a - b);
  }
}

/** Whether two words share a meaning. */
export function shareSynset(a: MeteorWord, b: MeteorWord): boolean {
  if ((a.synsetBits & b.synsetBits) === 0) return false;
  let [i, j] = [0, 0];
  while (i < a.synsets.length && j < b.synsets.length) {
    const [left, right] = [a.synsets[i]!, b.synsets[j]!];
    if (left === right) return true;
    if (left < right) i += 1;
    else j += 1;
  }
  return false;
}
