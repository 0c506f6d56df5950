import { withinOneEdit } from '../../text/edit-distance.ts';
import { type Dictionary, dictionaryKnows } from './dictionary.ts';
import type { ParserVocabulary } from './vocabulary.ts';

/** Shorter words have too many neighbours to guess among. */
const shortest = 4;
/** Words remembered before starting over, so that odd input cannot fill the memory. */
const rememberedWords = 50_000;

/**
 * Puts words right that nobody knows and that are one letter away from a word of the training captions: "buidling" →
 * "building", "parrallel" → "parallel". Of several neighbours the most common wins.
 */
export class Speller {
  readonly #listed: ReadonlyMap<string, string>;
  readonly #isKnown: (word: string) => boolean;
  /** A word with one letter left out, or none → the words it may come from; a rank is a place among common words. */
  readonly #neighbours = new Map<string, { readonly word: string; readonly rank: number }[]>();
  readonly #answers = new Map<string, string>();

  /** `common`: words to correct to, most common first; `listed`: known misspellings. */
  constructor(
    common: readonly string[],
    isKnown: (word: string) => boolean,
    listed: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#listed = listed;
    this.#isKnown = isKnown;
    for (const [rank, word] of common.entries()) {
      if (word.length < shortest || !/^[a-z]+$/.test(word)) continue;
      for (const key of shortened(word)) {
        const list = this.#neighbours.get(key);
        if (list) list.push({ word, rank });
        else this.#neighbours.set(key, [{ word, rank }]);
      }
    }
  }

  /** The right spelling of a lower-case word, or the word itself. */
  correct(word: string): string {
    const listed = this.#listed.get(word);
    if (listed !== undefined) return listed;
    let answer = this.#answers.get(word);
    if (answer === undefined) {
      answer = this.#derive(word);
      if (this.#answers.size >= rememberedWords) this.#answers.clear();
      this.#answers.set(word, answer);
    }
    return answer;
  }

  #derive(word: string): string {
    if (word.length < shortest || word.length > 30 || !/^[a-z]+$/.test(word) || this.#isKnown(word)) return word;
    let best: string | undefined;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const key of shortened(word))
      for (const neighbour of this.#neighbours.get(key) ?? [])
        if (neighbour.rank < bestRank && withinOneEdit(word, neighbour.word)) {
          best = neighbour.word;
          bestRank = neighbour.rank;
        }
    return best ?? word;
  }
}

/** The speller of a parser: it corrects to common words of the training captions. */
export function spellerOf(vocabulary: ParserVocabulary, dictionary: Dictionary): Speller {
  return new Speller(
    vocabulary.learned.slice(0, vocabulary.common),
    (word) => vocabulary.knows(word) || dictionaryKnows(dictionary, word),
    dictionary.misspellings,
  );
}

/** The word and every form of it that lacks one letter: two words within one edit share one of these. */
function shortened(word: string): string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}
