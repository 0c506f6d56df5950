/** Orders counted by BLEU and CIDEr: 1 to 4. */
export const maxOrder = 4;

/**
 * The n-grams of one caption: `ids` holds each distinct one once, order 1 first; order n fills
 * `ids[ends[n − 2] … ends[n − 1])`, and `counts` goes beside it. `length` is the number of tokens, `bound` is above every id.
 */
export interface NgramCounts {
  readonly length: number;
  readonly ids: Int32Array;
  readonly counts: Int32Array;
  readonly ends: readonly number[];
  readonly bound: number;
}

/**
 * Room for captions that are kept, one behind the other: hundreds of thousands of small arrays of their own take several
 * times the memory and most of the garbage collector's time.
 */
class Slab {
  #block = new Int32Array(0);
  #used = 0;

  /** Room for `size` numbers; `keep` says how many of them stay. The rest is given away again. */
  room(size: number): Int32Array {
    if (this.#used + size > this.#block.length) {
      this.#block = new Int32Array(Math.max(size, 1024, Math.min(1 << 18, this.#block.length * 2)));
      this.#used = 0;
    }
    return this.#block.subarray(this.#used, this.#used + size);
  }

  keep(size: number): void {
    this.#used += size;
  }
}

/**
 * Numbers n-grams, so that counting and comparing them is arithmetic on integers. An n-gram is the number of its first
 * n − 1 words' n-gram with its last word's: equal n-grams get equal numbers, of any order, in every caption of the index.
 *
 * The table is open addressing over three integer arrays: a JavaScript Map keyed by such pairs took ten times as long.
 */
export class NgramIndex {
  readonly #words = new Map<string, number>();
  /** Of each place: prefix n-gram + 1 (0 is the empty prefix), last word, and n-gram + 1 (0 is a free place). */
  #prefixes = new Int32Array(1024);
  #lasts = new Int32Array(1024);
  #numbers = new Int32Array(1024);
  #size = 0;
  /** Position in the caption being counted, by n-gram; 0 is none. */
  #seen = new Int32Array(1024);
  #scratch = new Int32Array(256);
  /** N-grams of the order before, + 1, by where they start; 0 is the empty one. */
  #prefixesAt = new Int32Array(256);
  readonly #slab = new Slab();

  /** N-grams numbered so far; their ids are 0 … size − 1. */
  get size(): number {
    return this.#size;
  }

  /** Counts a caption's n-grams and keeps their numbers. */
  count(tokens: readonly string[]): NgramCounts {
    const words = this.#scratchFor(tokens.length);
    for (let at = 0; at < tokens.length; at += 1) words[at] = this.#word(tokens[at]!);
    return this.#count(words, tokens.length);
  }

  /**
   * Counts a caption without keeping it: n-grams that the index does not hold get numbers from `size` up that mean
   * something within this caption only. Training rewards millions of sampled captions against one fixed index; kept, their
   * n-grams would fill the memory.
   */
  probe(tokens: readonly string[]): NgramCounts {
    const words = this.#scratchFor(tokens.length);
    const knownWords = this.#words.size;
    const added: string[] = [];
    for (let at = 0; at < tokens.length; at += 1) {
      words[at] = this.#word(tokens[at]!);
      if (words[at]! >= knownWords) added.push(tokens[at]!);
    }
    // Room is made before: a table that grew meanwhile would have moved the places that are freed below.
    this.#reserve(this.#size + tokens.length * maxOrder);
    const size = this.#size;
    const places: number[] = [];
    const counted = this.#count(words, tokens.length, places);
    for (const place of places) this.#numbers[place] = 0;
    this.#size = size;
    for (const word of added) this.#words.delete(word);
    return counted;
  }

  #count(words: Int32Array, length: number, places?: number[]): NgramCounts {
    this.#reserve(this.#size + length * maxOrder);
    const capacity = length * maxOrder;
    // A probed caption is soon gone: it must not fill the room of those that stay.
    const room = places ? new Int32Array(capacity * 2) : this.#slab.room(capacity * 2);
    const counts = room.subarray(capacity);
    const ends: number[] = [];
    const seen = this.#seen;
    const prefixes = this.#prefixesAt.fill(0, 0, length);
    let used = 0;
    let bound = 0;
    for (let order = 1; order <= maxOrder; order += 1) {
      for (let start = 0; start + order <= length; start += 1) {
        const id = this.#ngram(prefixes[start]!, words[start + order - 1]!, places);
        prefixes[start] = id + 1;
        if (id >= bound) bound = id + 1;
        const at = seen[id]!;
        if (at > 0) counts[at - 1]! += 1;
        else {
          room[used] = id;
          counts[used] = 1;
          used += 1;
          seen[id] = used;
        }
      }
      ends.push(used);
    }
    for (let at = 0; at < used; at += 1) seen[room[at]!] = 0;
    room.copyWithin(used, capacity, capacity + used);
    if (!places) this.#slab.keep(used * 2);
    return { length, ids: room.subarray(0, used), counts: room.subarray(used, used * 2), ends, bound };
  }

  #word(token: string): number {
    let id = this.#words.get(token);
    if (id === undefined) {
      id = this.#words.size;
      this.#words.set(token, id);
    }
    return id;
  }

  #ngram(prefix: number, word: number, places?: number[]): number {
    const mask = this.#numbers.length - 1;
    let place = placeOf(prefix, word) & mask;
    for (;;) {
      const number = this.#numbers[place]!;
      if (number === 0) break;
      if (this.#prefixes[place] === prefix && this.#lasts[place] === word) return number - 1;
      place = (place + 1) & mask;
    }
    this.#prefixes[place] = prefix;
    this.#lasts[place] = word;
    this.#size += 1;
    this.#numbers[place] = this.#size;
    places?.push(place);
    return this.#size - 1;
  }

  /** Makes room for `size` n-grams in a table at most half full. */
  #reserve(size: number): void {
    if (size > this.#seen.length) this.#seen = new Int32Array(Math.max(size, this.#seen.length * 2));
    let capacity = this.#numbers.length;
    if (capacity >= size * 2) return;
    while (capacity < size * 2) capacity *= 2;
    const [prefixes, lasts, numbers] = [this.#prefixes, this.#lasts, this.#numbers];
    this.#prefixes = new Int32Array(capacity);
    this.#lasts = new Int32Array(capacity);
    this.#numbers = new Int32Array(capacity);
    for (let from = 0; from < numbers.length; from += 1) {
      if (numbers[from] === 0) continue;
      let place = placeOf(prefixes[from]!, lasts[from]!) & (capacity - 1);
      while (this.#numbers[place] !== 0) place = (place + 1) & (capacity - 1);
      this.#prefixes[place] = prefixes[from]!;
      this.#lasts[place] = lasts[from]!;
      this.#numbers[place] = numbers[from]!;
    }
  }

  #scratchFor(length: number): Int32Array {
    if (length > this.#scratch.length) {
      this.#scratch = new Int32Array(length * 2);
      this.#prefixesAt = new Int32Array(length * 2);
    }
    return this.#scratch;
  }
}

/** Spreads (prefix, word) over 32 bits: multiplication by odd constants, high bits folded into the low ones. */
function placeOf(prefix: number, word: number): number {
  const mixed = Math.imul(prefix, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
