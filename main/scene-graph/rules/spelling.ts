import { withinOneEdit } from '../../text/edit-distance.ts';
import type { Lemmatizer } from '../../text/lemmatizer.ts';
import type { WordNet } from '../../text/wordnet.ts';
import type { Lexicon } from './lexicon.ts';

/** Shorter words have too many neighbours to guess among. */
const shortestCorrected = 4;
/** Words remembered before starting over, so that odd input cannot fill the memory. */
const rememberedWords = 50_000;

/**
 * Puts words right that no dictionary has and that are one letter away from a common word of aerial captions
 * ("buidling" → "building"); known misspellings come from the lexicon. What the caption says stays in an object's surface.
 */
export class Speller {
  readonly #lexicon: Lexicon;
  readonly #lemmatizer: Lemmatizer;
  readonly #wordNet: WordNet;
  readonly #known = new Set<string>();
  /** A word with one letter left out → the words it may come from, most common first. */
  readonly #shortened = new Map<string, string[]>();
  readonly #answers = new Map<string, string>();

  constructor(lexicon: Lexicon, lemmatizer: Lemmatizer, wordNet: WordNet) {
    this.#lexicon = lexicon;
    this.#lemmatizer = lemmatizer;
    this.#wordNet = wordNet;
    for (const word of lexicon.vocabulary) {
      for (const form of [word, `${word}s`]) {
        this.#known.add(form);
        if (form.length >= shortestCorrected) for (const key of shorten(form)) this.#remember(key, form);
      }
    }
    for (const list of lexicon.compounds.values()) for (const word of list.flat()) this.#known.add(word);
    for (const word of functionWords) this.#known.add(word);
  }

  /** The right spelling of a lower-case word, or the word itself. */
  correct(word: string): string {
    const listed = this.#lexicon.misspellings.get(word);
    if (listed !== undefined) return listed;
    let answer = this.#answers.get(word);
    if (answer === undefined) {
      answer = this.#isKnown(word) ? word : (this.#neighbour(word) ?? word);
      if (this.#answers.size >= rememberedWords) this.#answers.clear();
      this.#answers.set(word, answer);
    }
    return answer;
  }

  #remember(key: string, word: string): void {
    const list = this.#shortened.get(key);
    if (list === undefined) this.#shortened.set(key, [word]);
    else list.push(word);
  }

  #isKnown(word: string): boolean {
    if (!/^[a-z]{4,30}$/.test(word) || this.#known.has(word) || this.#wordNet.knows(word)) return true;
    return (
      this.#wordNet.has(this.#lemmatizer.noun(word), 'noun') || this.#wordNet.has(this.#lemmatizer.verb(word), 'verb')
    );
  }

  #neighbour(word: string): string | null {
    for (const key of [word, ...shorten(word)]) {
      const found = this.#shortened.get(key)?.find((candidate) => withinOneEdit(word, candidate));
      if (found !== undefined) return found;
      if (this.#known.has(key) && key.length >= shortestCorrected && this.#lexicon.vocabulary.includes(key)) return key;
    }
    return null;
  }
}

/** Words WordNet leaves out because they carry no meaning of their own. */
const functionWords =
  'this that these those they them their there where which with without from into onto upon toward towards between among amongst beside besides through throughout around across against along alongside about above after before behind below beneath beyond during inside outside over under until since while because though although whether whose would could should shall might must have been were being does some many several each every either neither both another other others such than then when what your ours hers himself itself themselves something anything everything nothing everyone someone anyone unlike amid amidst whatever whichever'.split(
    ' ',
  );

function shorten(word: string): string[] {
  const keys: string[] = [];
  for (let i = 0; i < word.length; i++) keys.push(word.slice(0, i) + word.slice(i + 1));
  return keys;
}
