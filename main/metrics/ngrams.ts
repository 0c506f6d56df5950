/** Orders counted by BLEU and CIDEr: 1 to 4. */
export const maxOrder = 4;

/**
 * The n-grams of one caption: `ids` holds each distinct one once, order 1 first; order n fills
 * `ids[ends[n − 2] … ends[n − 1])`, and `counts` goes beside it. `length` is the number of tokens.
 */
export interface NgramCounts {
  readonly length: number;
  readonly ids: Int32Array;
  readonly counts: Int32Array;
  readonly ends: readonly number[];
}

/** Identifiers below 2^21 words leave room for 2^32 n-grams within the integers that a double holds exactly. */
const wordBits = 2 ** 21;

/**
 * Numbers n-grams, so that counting and comparing them is arithmetic. An n-gram is the number of its first n − 1 words'
 * n-gram with its last word's: equal n-grams get equal numbers, of any order, in every caption of the index.
 */
export class NgramIndex {
  readonly #words = new Map<string, number>();
  readonly #ngrams = new Map<number, number>();
  /** Position in the caption being counted, by n-gram; 0 is none. */
  #seen = new Int32Array(1024);

  /** N-grams numbered so far; their ids are 0 … size − 1. */
  get size(): number {
    return this.#ngrams.size;
  }

  count(tokens: readonly string[]): NgramCounts {
    const { length } = tokens;
    const capacity = length * maxOrder;
    const ids = new Int32Array(capacity);
    const counts = new Int32Array(capacity);
    const ends: number[] = [];
    const words = tokens.map((token) => this.#word(token));
    // Prefix n-grams of the order before: 0 is the empty one.
    const prefixes = new Array<number>(length).fill(0);
    let used = 0;
    for (let order = 1; order <= maxOrder; order += 1) {
      for (let start = 0; start + order <= length; start += 1) {
        const id = this.#ngram(prefixes[start]!, words[start + order - 1]!);
        prefixes[start] = id + 1;
        const at = this.#seen[id]!;
        if (at > 0) {
          counts[at - 1]! += 1;
        } else {
          ids[used] = id;
          counts[used] = 1;
          used += 1;
          this.#seen[id] = used;
        }
      }
      ends.push(used);
    }
    for (let at = 0; at < used; at += 1) this.#seen[ids[at]!] = 0;
    return { length, ids: ids.slice(0, used), counts: counts.slice(0, used), ends };
  }

  #word(token: string): number {
    let id = this.#words.get(token);
    if (id === undefined) {
      id = this.#words.size;
      this.#words.set(token, id);
    }
    return id;
  }

  #ngram(prefix: number, word: number): number {
    const key = prefix * wordBits + word;
    let id = this.#ngrams.get(key);
    if (id === undefined) {
      id = this.#ngrams.size;
      this.#ngrams.set(key, id);
      if (id >= this.#seen.length) {
        const grown = new Int32Array(this.#seen.length * 2);
        grown.set(this.#seen);
        this.#seen = grown;
      }
    }
    return id;
  }
}
