import { Lemmatizer } from './lemmatizer.ts';
import { type PartOfSpeech, sharedWordNet, type WordNet } from './wordnet.ts';

/** The synsets of a word, of every part of speech, its base forms' included. */
export interface Meanings {
  /** Ascending. Synsets of different parts of speech have different numbers. */
  readonly synsets: readonly number[];
  /** One of 32 bits for each synset: words whose bits do not meet share none. */
  readonly bits: number;
}

const partsOfSpeech: readonly PartOfSpeech[] = ['noun', 'verb', 'adjective', 'adverb'];

/** Looks meanings up in WordNet, each word once. */
export class MeaningIndex {
  readonly #wordNet: WordNet;
  readonly #lemmatizer: Lemmatizer;
  readonly #known = new Map<string, Meanings>();

  constructor(wordNet: WordNet = sharedWordNet(), lemmatizer: Lemmatizer = new Lemmatizer(wordNet)) {
    this.#wordNet = wordNet;
    this.#lemmatizer = lemmatizer;
  }

  /** Of a lower-case word, or a name of several with blanks between. Example: "planes" has the synsets of "plane". */
  of(name: string): Meanings {
    let meanings = this.#known.get(name);
    if (!meanings) {
      meanings = this.#lookUp(name);
      this.#known.set(name, meanings);
    }
    return meanings;
  }

  #lookUp(name: string): Meanings {
    const found = new Set<number>();
    for (const form of [name, ...this.#lemmatizer.bases(name)]) {
      for (const [at, partOfSpeech] of partsOfSpeech.entries()) {
        // A byte position is unique within one part of speech only.
        for (const offset of this.#wordNet.entry(form, partOfSpeech)?.offsets ?? []) found.add(offset * 4 + at);
      }
    }
    const synsets = [...found].sort((a, b) => a - b);
    // Multiplied by an odd constant, whose high bits depend on all of the number's.
    return { synsets, bits: synsets.reduce((bits, synset) => bits | (1 << (Math.imul(synset, 0x9e3779b1) >>> 27)), 0) };
  }
}

/** Whether two words have a synset in common. Example: "car" and "automobiles". */
export function shareMeaning(a: Meanings, b: Meanings): boolean {
  if ((a.bits & b.bits) === 0) return false;
  let [i, j] = [0, 0];
  while (i < a.synsets.length && j < b.synsets.length) {
    const [left, right] = [a.synsets[i]!, b.synsets[j]!];
    if (left === right) return true;
    if (left < right) i += 1;
    else j += 1;
  }
  return false;
}
