/** The number of bytes that a rule takes from the text, and their replacement. */
interface Replacement {
  readonly length: number;
  readonly text: string;
}

/** In bytes. Unicode's longest (NFKC of U+FDFA) has 33; endless ones would let a caption fill memory. */
const longestReplacement = 1024;

/**
 * SentencePiece's compiled normalisation (for T5 that is NFKC with some rules of its own): the length of a double-array
 * trie in bytes, the trie, then the replacements, each ended by a zero byte. Look-ups follow darts-clone, which made it.
 */
export class CharactersMap {
  readonly #units: Uint32Array;
  readonly #texts: Buffer;

  /** Throws RangeError where the map is damaged. */
  constructor(compiled: Buffer) {
    if (compiled.length === 0) {
      this.#units = new Uint32Array(0);
      this.#texts = compiled;
      return;
    }
    if (compiled.length < 4) throw new RangeError('its normalisation rules are cut short');
    const trieBytes = compiled.readUInt32LE(0);
    if (trieBytes % 4 !== 0 || 4 + trieBytes > compiled.length)
      throw new RangeError('its normalisation rules are cut short');
    this.#units = new Uint32Array(trieBytes / 4);
    for (let i = 0; i < this.#units.length; i++) this.#units[i] = compiled.readUInt32LE(4 + 4 * i);
    this.#texts = compiled.subarray(4 + trieBytes);
    for (let from = 0; from < this.#texts.length; ) {
      const end = this.#texts.indexOf(0, from);
      if (end < 0) throw new RangeError('its last normalisation rule has no end');
      if (end - from > longestReplacement)
        throw new RangeError(`one of its normalisation rules puts ${end - from} bytes for a character`);
      from = end + 1;
    }
  }

  /** The longest rule that begins at byte `at`, or null. */
  longest(text: Buffer, at: number): Replacement | null {
    const units = this.#units;
    if (units.length === 0) return null;
    let found: { length: number; offset: number } | null = null;
    let node = childOffset(units[0]!);
    for (let index = at; index < text.length; index++) {
      const byte = text[index]!;
      node ^= byte;
      const unit = units[node];
      if (unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) break;
      node ^= childOffset(unit);
      // A unit with a leaf has the rule's value in its first child.
      if ((unit >>> 8) & 1) found = { length: index - at + 1, offset: (units[node] ?? 0) & 0x7fffffff };
    }
    if (!found) return null;
    const end = this.#texts.indexOf(0, found.offset);
    // A damaged rule may point beyond the texts; it then puts nothing.
    return { length: found.length, text: end < 0 ? '' : this.#texts.toString('utf8', found.offset, end) };
  }
}

const childOffset = (unit: number): number => ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0;
