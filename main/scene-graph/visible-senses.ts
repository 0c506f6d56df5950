import type { Synset, WordNet } from '../text/wordnet.ts';

/** Topics of WordNet whose senses can be seen from above; "field" of study or "bank" of money are none. */
const visibleTopics = new Set([3, 5, 6, 8, 13, 14, 15, 17, 18, 19, 20, 27]);
/** Rarer senses than this would join "park" with "parking lot". */
const sensesRead = 3;
/** Steps up the hierarchy that still say something: "bungalow" – "house" is one, "cottage" – "dwelling" two. */
export const farthestKind = 2;

/** So general that being two steps away from them says nothing: nearly everything is a region or a collection. */
const vague = new Set(
  (
    'container collection region area place spot point facility strip pattern line way object thing part space structure ' +
    'group unit location surface material substance waste ground'
  ).split(' '),
);

/** WordNet as far as it concerns things in aerial images. Look-ups are remembered. */
export class VisibleSenses {
  readonly #wordNet: WordNet;
  readonly #senses = new Map<string, readonly Synset[]>();
  readonly #above = new Map<string, ReadonlyMap<number, number>>();

  constructor(wordNet: WordNet) {
    this.#wordNet = wordNet;
  }

  of(name: string): readonly Synset[] {
    let senses = this.#senses.get(name);
    if (senses === undefined) {
      const read = this.#wordNet.synsets(name, 'noun').slice(0, sensesRead);
      senses = read.filter((synset) => visibleTopics.has(synset.topic));
      this.#senses.set(name, senses);
    }
    return senses;
  }

  /** A sense that both names have, or null. */
  shared(a: string, b: string): Synset | null {
    const others = this.of(b);
    return this.of(a).find((synset) => others.some((other) => other.offset === synset.offset)) ?? null;
  }

  /**
   * How many steps a sense of `b` stands above one of `a`, at most `farthestKind`; null where it does not. Two steps count
   * between the commonest senses alone, and not up to a vague word.
   * Example: "oak" and "tree" 1, "freighter" and "ship" 2, "car" and "container" (a railway's) null.
   */
  stepsUp(a: string, b: string): number | null {
    const others = this.of(b);
    if (others.length === 0) return null;
    const above = this.#kindsOf(a);
    if (others.some(({ offset }) => above.get(offset) === 1)) return 1;
    if (vague.has(b)) return null;
    return above.get(others[0]!.offset) ?? null;
  }

  /** Offsets of what `name` is a kind of, with their distance in steps; beyond one step of its first sense alone. */
  #kindsOf(name: string): ReadonlyMap<number, number> {
    const known = this.#above.get(name);
    if (known !== undefined) return known;
    const above = new Map<number, number>();
    for (const { hypernyms } of this.of(name)) for (const offset of hypernyms) above.set(offset, 1);
    let level: readonly number[] = this.of(name)[0]?.hypernyms ?? [];
    for (let steps = 2; steps <= farthestKind; steps++) {
      level = level.flatMap((offset) => this.#wordNet.synset(offset, 'noun').hypernyms);
      for (const offset of level) if (!above.has(offset)) above.set(offset, steps);
    }
    this.#above.set(name, above);
    return above;
  }
}
