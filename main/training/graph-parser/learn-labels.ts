import type { GoldFact } from '../../metrics/factual/gold-file.ts';
import { type Labels, verbSlot } from '../../models/graph-parser/labels.ts';
import { alignName, type WordKnowledge } from './align.ts';
import { alignFacts, templateOf, unalignedNames } from './encode.ts';

/** A caption whose graph is to be learned. */
export interface LearnedCaption {
  readonly words: readonly string[];
  readonly facts: readonly GoldFact[];
}

export interface LearnedLabels {
  readonly labels: Labels;
  /** Words that stand for each name: "guy" for "person". */
  readonly wordsFor: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names that a thing may have which no word stands for. */
  readonly virtual: ReadonlySet<string>;
}

/** Pairs seen less often are chance. */
const leastPairs = 2;
const leastReplacements = 3;
const leastVirtual = 3;
const leastTemplates = 2;

const count = <K>(counts: Map<K, number>, key: K, by = 1): void => {
  counts.set(key, (counts.get(key) ?? 0) + by);
};

/**
 * Learns the wordings that a graph has and its caption has not: of each name that no words make, which word it stands
 * for. A word is taken for the origin when the two come together far more often than either comes alone: cosine of their
 * occurrences over captions, at least a tenth.
 */
export function learnLabels(captions: readonly LearnedCaption[], know: Omit<WordKnowledge, 'replaces'>): LearnedLabels {
  const bare: WordKnowledge = { ...know, replaces: () => false };
  const wordCounts = new Map<string, number>();
  const nameCounts = new Map<string, number>();
  const pairCounts = new Map<string, Map<string, number>>();
  const open: { readonly free: readonly string[]; readonly names: readonly string[] }[] = [];
  for (const { words, facts } of captions) {
    const names = unalignedNames(facts, words, bare);
    const used = usedPositions(facts, words, bare);
    const free = [...new Set(words.filter((_, at) => !used.has(at + 1)))];
    for (const word of free) count(wordCounts, word);
    if (names.length > 0) open.push({ free, names });
    for (const name of names) {
      count(nameCounts, name);
      const pairs = pairCounts.get(name) ?? new Map<string, number>();
      pairCounts.set(name, pairs);
      for (const word of free) count(pairs, word);
    }
  }
  const wordsFor = new Map<string, Set<string>>();
  const replacementCounts = new Map<string, number>();
  const virtualCounts = new Map<string, number>();
  for (const { free, names } of open)
    for (const name of names) {
      const pairs = pairCounts.get(name)!;
      const scores = free.map((word) => {
        const together = pairs.get(word) ?? 0;
        return together < leastPairs ? 0 : together / Math.sqrt(wordCounts.get(word)! * nameCounts.get(name)!);
      });
      const best = scores.indexOf(Math.max(...scores));
      const word = best >= 0 && scores[best]! >= 0.1 ? free[best]! : undefined;
      if (word === undefined) {
        count(virtualCounts, name);
        continue;
      }
      count(replacementCounts, name);
      const origins = wordsFor.get(name) ?? new Set<string>();
      wordsFor.set(name, origins.add(word));
    }
  const virtual = new Set([...virtualCounts].filter(([, times]) => times >= leastVirtual).map(([name]) => name));
  const total = new Map(replacementCounts);
  for (const [name, times] of virtualCounts) if (virtual.has(name)) count(total, name, times);
  const replacements = ranked(total, leastReplacements);
  const kept = new Set(replacements);
  for (const name of wordsFor.keys()) if (!kept.has(name)) wordsFor.delete(name);
  const templates = learnTemplates(captions, know, wordsFor, virtual);
  return { labels: { replacements, templates }, wordsFor, virtual };
}

function usedPositions(facts: readonly GoldFact[], words: readonly string[], know: WordKnowledge): Set<number> {
  const used = new Set<number>();
  for (const fact of facts)
    for (const name of fact.length === 1 ? [fact[0]] : [fact[0], fact[2]])
      for (const { start, head } of alignName(name, words, know)) for (let at = start; at <= head; at++) used.add(at);
  return used;
}

function learnTemplates(
  captions: readonly LearnedCaption[],
  know: Omit<WordKnowledge, 'replaces'>,
  wordsFor: ReadonlyMap<string, ReadonlySet<string>>,
  virtual: ReadonlySet<string>,
): string[] {
  const full = knowledgeWith(know, wordsFor);
  const counts = new Map<string, number>();
  for (const { words, facts } of captions)
    for (const { predicate, object, subject } of alignFacts(facts, words, full, virtual).aligned)
      if (object && predicate !== 'is')
        count(counts, templateOf(predicate, words, (subject.head + object.head) / 2, full).template);
  const templates = ranked(counts, leastTemplates);
  return templates.includes(verbSlot) ? templates : [...templates, verbSlot];
}

/** Word knowledge with the replacements of `wordsFor`. */
export function knowledgeWith(
  know: Omit<WordKnowledge, 'replaces'>,
  wordsFor: ReadonlyMap<string, ReadonlySet<string>>,
): WordKnowledge {
  return { ...know, replaces: (word, name) => wordsFor.get(name)?.has(word) === true };
}

/** Keys seen at least `least` times, most common first. */
function ranked(counts: ReadonlyMap<string, number>, least: number): string[] {
  return [...counts]
    .filter(([, times]) => times >= least)
    .sort(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1))
    .map(([key]) => key);
}
