import { z } from 'zod';
import type { MatchReason } from '../../preload/contract/scene-graph.ts';
import { readJsonResource, resourcesDirectory } from '../text/resources.ts';
import { type Synset, sharedWordNet, type WordNet } from '../text/wordnet.ts';
import { withinOneEdit } from './edit-distance.ts';

const groups = z.array(z.array(z.string()).min(2));
const groupsSchema = z.object({ same: groups, near: groups, predicates: groups });

/** The score each rule gives. Above `matchThreshold` two names are taken for the same thing. */
export const ruleScores = {
  lemma: 1,
  group: 0.95,
  synonym: 0.9,
  fuzzy: 0.85,
  compound: 0.8,
  hypernym: 0.7,
  near: 0.6,
} as const satisfies Record<MatchReason['rule'], number>;

/** Default least score at which a candidate's object counts as a reference's. */
export const matchThreshold = 0.5;

/**
 * Least score at which names of different references are one object: synonyms and "tank" for "storage tank", but not
 * "house" for "building", which a caption may well tell apart.
 */
export const mergeThreshold = 0.8;

/** Topics of WordNet whose senses can be seen from above; "field" of study or "bank" of money are none. */
const visibleTopics = new Set([3, 5, 6, 8, 13, 14, 15, 17, 18, 19, 20, 27]);
/** Rarer senses than this would join "park" with "parking lot". */
const sensesRead = 3;
/** Pairs remembered before starting over: about 50 MB. */
const cachedPairs = 400_000;

/** Decides whether two object names, attributes or predicates mean the same. Decisions are remembered. */
export class Matcher {
  readonly #wordNet: WordNet;
  readonly #same: ReadonlyMap<string, ReadonlySet<number>>;
  readonly #near: ReadonlyMap<string, ReadonlySet<number>>;
  readonly #predicates: ReadonlyMap<string, ReadonlySet<number>>;
  readonly #objects = new Map<string, MatchReason | null>();
  readonly #senses = new Map<string, readonly Synset[]>();

  /** `resources` holds lexicons/synonym-groups.json; throws `AppError` naming it when it is missing or malformed. */
  constructor(resources: string = resourcesDirectory(), wordNet: WordNet = sharedWordNet()) {
    const read = readJsonResource(resources, 'lexicons/synonym-groups.json', (value) => groupsSchema.parse(value));
    this.#wordNet = wordNet;
    this.#same = membership(read.same);
    this.#near = membership(read.near);
    this.#predicates = membership(read.predicates);
  }

  /**
   * The strongest rule by which two object names are the same thing, or null. Symmetric.
   * Example: "plane" and "airplane" give `{rule: 'group', score: 0.95}`, "tank" and "storage tank" `{rule: 'compound'}`.
   */
  objects(a: string, b: string): MatchReason | null {
    if (a === b) return lemmaReason;
    const key = a < b ? `${a}\n${b}` : `${b}\n${a}`;
    const known = this.#objects.get(key);
    if (known !== undefined) return known;
    if (this.#objects.size >= cachedPairs) this.#objects.clear();
    const reason = a < b ? this.#decide(a, b) : this.#decide(b, a);
    this.#objects.set(key, reason);
    return reason;
  }

  /** Whether two attributes say the same: "gray" and "grey", "large" and "big". */
  attributes(a: string, b: string): boolean {
    if (a === b) return true;
    const senses = this.#wordNet.entry(a, 'adjective')?.offsets ?? [];
    const others = this.#wordNet.entry(b, 'adjective')?.offsets ?? [];
    return senses.some((offset) => others.includes(offset));
  }

  /** Whether two predicates say the same: "near" and "next to". */
  predicates(a: string, b: string): boolean {
    return a === b || share(this.#predicates, a, b);
  }

  #decide(a: string, b: string): MatchReason | null {
    if (share(this.#same, a, b)) return reason('group');
    if (this.#shareSynset(a, b)) return reason('synonym');
    if (a.replaceAll(' ', '') === b.replaceAll(' ', '') || this.#isMisspelling(a, b)) return reason('fuzzy');
    const compound = this.#compound(a, b) ?? this.#compound(b, a);
    if (compound !== null) return compound;
    if (this.#isKindOf(a, b) || this.#isKindOf(b, a)) return reason('hypernym');
    return share(this.#near, a, b) ? reason('near') : null;
  }

  #visibleSenses(name: string): readonly Synset[] {
    let senses = this.#senses.get(name);
    if (senses === undefined) {
      const read = this.#wordNet.synsets(name, 'noun').slice(0, sensesRead);
      senses = read.filter((synset) => visibleTopics.has(synset.topic));
      this.#senses.set(name, senses);
    }
    return senses;
  }

  #shareSynset(a: string, b: string): boolean {
    const others = this.#visibleSenses(b);
    return this.#visibleSenses(a).some((synset) => others.some((other) => other.offset === synset.offset));
  }

  /** Whether a common sense of `a` stands directly below one of `b`: "villa" and "house". */
  #isKindOf(a: string, b: string): boolean {
    const others = this.#visibleSenses(b);
    return this.#visibleSenses(a).some((synset) => others.some((other) => synset.hypernyms.includes(other.offset)));
  }

  /** "storage tank" and "tank"; by way of the head's synonyms also "cargo ship" and "vessel", a little weaker. */
  #compound(long: string, short: string): MatchReason | null {
    const head = long.slice(long.lastIndexOf(' ') + 1);
    if (head === long) return null;
    if (head === short) return reason('compound');
    if (short.includes(' ') || !(share(this.#same, head, short) || this.#shareSynset(head, short))) return null;
    return { rule: 'compound', score: 0.75 };
  }

  #isMisspelling(a: string, b: string): boolean {
    if (a.length < 5 || b.length < 5 || !withinOneEdit(a, b)) return false;
    return this.#isUnknown(a) !== this.#isUnknown(b);
  }

  #isUnknown(name: string): boolean {
    return name.split(' ').some((word) => !this.#wordNet.knows(word)) && !this.#same.has(name) && !this.#near.has(name);
  }
}

const lemmaReason: MatchReason = { rule: 'lemma', score: ruleScores.lemma };

function reason(rule: MatchReason['rule']): MatchReason {
  return { rule, score: ruleScores[rule] };
}

/** Word → numbers of the groups it is in. */
function membership(lists: readonly (readonly string[])[]): ReadonlyMap<string, ReadonlySet<number>> {
  const of = new Map<string, Set<number>>();
  for (const [i, list] of lists.entries()) {
    for (const word of list) of.set(word, (of.get(word) ?? new Set()).add(i));
  }
  return of;
}

function share(of: ReadonlyMap<string, ReadonlySet<number>>, a: string, b: string): boolean {
  const first = of.get(a);
  const second = of.get(b);
  if (first === undefined || second === undefined) return false;
  for (const group of first) if (second.has(group)) return true;
  return false;
}

let shared: Matcher | undefined;

/** The one matcher of a process, so that its decisions are made once. */
export function sharedMatcher(): Matcher {
  shared ??= new Matcher();
  return shared;
}
