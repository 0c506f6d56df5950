/** How many bytes of the text a rule takes, and what it puts in their place. */
interface Replacement {
  readonly length: number;
  readonly text: string;
}

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
    if (compiled.length < 4) throw new RangeError('Its normalisation rules are cut short');
    const trieBytes = compiled.readUInt32LE(0);
    if (trieBytes % 4 !== 0 || 4 + trieBytes > compiled.length)
      throw new RangeError('Its normalisation rules are cut short');
    this.#units = new Uint32Array(trieBytes / 4);
    for (let i = 0; i < this.#units.length; i++) this.#units[i] = compiled.readUInt32LE(4 + 4 * i);
    this.#texts = compiled.subarray(4 + trieBytes);
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
    return { length: found.length, text: this.#texts.toString('utf8', found.offset, end < 0 ? undefined : end) };
  }
}

const childOffset = (unit: number): number => ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0;
