import type { Ontology } from '../../preload/contract/ontology.ts';
import type { MatchExplanation, MatchReason } from '../../preload/contract/scene-graph.ts';
import { isMisspelt } from '../text/edit-distance.ts';
import { Lemmatizer } from '../text/lemmatizer.ts';
import { sharedWordNet, type WordNet } from '../text/wordnet.ts';
import { bundledOntology, type Membership, membershipOf, sharedGroup } from './ontology.ts';
import { predicateForm } from './predicate-form.ts';
import { VisibleSenses } from './visible-senses.ts';

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

/** The deduction from a hypernym's score for each further step of the hierarchy: "freighter" and "ship" are two apart. */
const scorePerStep = 0.15;
/** "cargo ship" and "vessel": the head by way of a synonym. */
const compoundBySynonym = 0.75;

/** Default least score at which a candidate's object counts as a reference's. */
export const matchThreshold = 0.5;

/**
 * Least score at which names of different references are one object: synonyms and "tank" for "storage tank", but not
 * "house" for "building", which a caption may well tell apart.
 */
export const mergeThreshold = 0.8;

/** Pairs remembered before starting over: about 50 MB. */
const cachedPairs = 400_000;

/** Decides whether two object names, attributes or predicates mean the same. Decisions are remembered. */
export class Matcher {
  readonly ontology: Ontology;
  readonly #wordNet: WordNet;
  readonly #senses: VisibleSenses;
  readonly #lemmatizer: Lemmatizer;
  readonly #same: Membership;
  readonly #near: Membership;
  readonly #different: Membership;
  readonly #predicates: Membership;
  readonly #objects = new Map<string, Map<string, MatchReason | null>>();
  #pairs = 0;

  constructor(ontology: Ontology = bundledOntology(), wordNet: WordNet = sharedWordNet()) {
    this.ontology = ontology;
    this.#wordNet = wordNet;
    this.#senses = new VisibleSenses(wordNet);
    this.#lemmatizer = new Lemmatizer(wordNet);
    this.#same = membershipOf(ontology.same);
    this.#near = membershipOf(ontology.near);
    this.#different = membershipOf(ontology.different);
    this.#predicates = membershipOf(ontology.predicates);
  }

  /**
   * The strongest rule by which two object names are the same thing, or null. Symmetric.
   * Example: "plane" and "airplane" give `{rule: 'group', score: 0.95}`, "tank" and "storage tank" `{rule: 'compound'}`.
   */
  objects(a: string, b: string): MatchReason | null {
    if (a === b) return lemmaReason;
    const [first, second] = a < b ? [a, b] : [b, a];
    let row = this.#objects.get(first);
    const known = row?.get(second);
    if (known !== undefined) return known;
    if (++this.#pairs > cachedPairs) {
      this.#objects.clear();
      this.#pairs = 1;
      row = undefined;
    }
    if (row === undefined) {
      row = new Map();
      this.#objects.set(first, row);
    }
    const reason = this.#decide(this.baseName(first), this.baseName(second));
    row.set(second, reason);
    return reason;
  }

  /** The same with what speaks for it, in words: for people, and made anew each time. */
  explain(a: string, b: string): MatchExplanation | null {
    const reason = this.objects(a, b);
    return reason === null
      ? null
      : { ...reason, because: this.#because(reason.rule, this.baseName(a), this.baseName(b)) };
  }

  /** Whether two attributes say the same: "gray" and "grey", "large" and "big". */
  attributes(a: string, b: string): boolean {
    if (a === b) return true;
    const senses = this.#wordNet.entry(a, 'adjective')?.offsets ?? [];
    const others = this.#wordNet.entry(b, 'adjective')?.offsets ?? [];
    return senses.some((offset) => others.includes(offset));
  }

  /** Whether two predicates say the same of their subjects: "near" and "next to". */
  predicates(a: string, b: string): boolean {
    return this.comparePredicates(a, b) === 'same';
  }

  /**
   * Whether two predicates say the same, and which way round: "surrounded by" says of its object what "surround" says of its
   * subject. Null where they differ.
   */
  comparePredicates(a: string, b: string): 'same' | 'reversed' | null {
    if (a === b || sharedGroup(this.#predicates, a, b) !== null) return 'same';
    const [one, other] = [predicateForm(a), predicateForm(b)];
    if (one.form !== other.form && sharedGroup(this.#predicates, one.form, other.form) === null) return null;
    return one.swapped === other.swapped ? 'same' : 'reversed';
  }

  /** The name in singular and lower case, single blanks: "Storage  tanks" is "storage tank". */
  baseName(name: string): string {
    const words = name.toLowerCase().trim().split(/\s+/);
    const head = words.pop() ?? '';
    const lemma = this.#lemmatizer.noun(head);
    return words.length === 0 ? lemma : `${words.join(' ')} ${lemma}`;
  }

  #decide(a: string, b: string): MatchReason | null {
    if (a === b) return lemmaReason;
    if (sharedGroup(this.#different, a, b) !== null) return null;
    if (sharedGroup(this.#same, a, b) !== null) return reasons.group;
    if (this.#senses.shared(a, b) !== null) return reasons.synonym;
    if (a.replace(/[\s-]/g, '') === b.replace(/[\s-]/g, '') || this.#isMisspelling(a, b)) return reasons.fuzzy;
    const compound = this.#compound(a, b) ?? this.#compound(b, a);
    if (compound !== null) return compound;
    const steps = this.#senses.stepsUp(a, b) ?? this.#senses.stepsUp(b, a);
    if (steps !== null) {
      const score = Math.round((ruleScores.hypernym - (steps - 1) * scorePerStep) * 100) / 100;
      if (sharedGroup(this.#near, a, b) === null || score >= ruleScores.near) return { rule: 'hypernym', score };
    }
    return sharedGroup(this.#near, a, b) === null ? null : reasons.near;
  }

  /** "storage tank" and "tank"; by way of the head's synonyms also "cargo ship" and "vessel", a little weaker. */
  #compound(long: string, short: string): MatchReason | null {
    const head = headOf(long);
    if (head === long) return null;
    if (head === short) return reasons.compound;
    if (short.includes(' ')) return null;
    const isSynonym = sharedGroup(this.#same, head, short) !== null || this.#senses.shared(head, short) !== null;
    return isSynonym ? { rule: 'compound', score: compoundBySynonym } : null;
  }

  #isMisspelling(a: string, b: string): boolean {
    return isMisspelt(a, b) && this.#isUnknown(a) !== this.#isUnknown(b);
  }

  #isUnknown(name: string): boolean {
    return name.split(' ').some((word) => !this.#wordNet.knows(word)) && !this.#same.has(name) && !this.#near.has(name);
  }

  #because(rule: MatchReason['rule'], a: string, b: string): string {
    const group = (of: Membership, groups: Ontology['same']) => (groups[sharedGroup(of, a, b) ?? -1] ?? []).join(', ');
    switch (rule) {
      case 'lemma':
        return 'the same word';
      case 'group':
        return `one thing in the ontology: ${group(this.#same, this.ontology.same)}`;
      case 'synonym':
        return `synonyms in WordNet: ${this.#senses.shared(a, b)?.words.join(', ')}`;
      case 'fuzzy':
        return 'the same word, spelt differently';
      case 'compound': {
        const [long, short] = a.length > b.length ? [a, b] : [b, a];
        return `“${long}” is a compound whose head is “${headOf(long)}”${headOf(long) === short ? '' : `, a synonym of “${short}”`}`;
      }
      case 'hypernym': {
        const up = this.#senses.stepsUp(a, b);
        const steps = up ?? this.#senses.stepsUp(b, a) ?? 1;
        const [kind, general] = up === null ? [b, a] : [a, b];
        return `“${kind}” is a kind of “${general}” in WordNet, ${steps} step${steps === 1 ? '' : 's'} up`;
      }
      case 'near':
        return `close in the ontology: ${group(this.#near, this.ontology.near)}`;
    }
  }
}

const reasons = Object.fromEntries(
  Object.entries(ruleScores).map(([rule, score]) => [rule, { rule, score }]),
) as Record<MatchReason['rule'], MatchReason>;
const lemmaReason = reasons.lemma;

const headOf = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);

let shared: Matcher | undefined;

/** The matcher that everything in this process uses, so that its decisions are made once and are the same everywhere. */
export function sharedMatcher(): Matcher {
  shared ??= new Matcher();
  return shared;
}

/** From now on everything in this process matches by `ontology`, null for the bundled one. */
export function adoptOntology(ontology: Ontology | null): void {
  shared = new Matcher(ontology ?? undefined);
}
