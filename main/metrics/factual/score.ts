import type { FactualLemmatizer } from './lemmatize.ts';
import type { FactualSynonyms } from './synonyms.ts';

/** Scores of one graph against its gold, each in 0…1. */
export interface FactualScore {
  readonly setMatch: number;
  readonly spice: number;
}

/**
 * Scores as FACTUAL's own evaluator computes them (Li et al. 2023): both graphs lemmatised; set match is 1 when both
 * state the same facts; SPICE is the F-score of objects, attributes and relations, equal in wording or by a shared
 * meaning, without merging of synonyms. `( tree , is , tall )` against `( trees , is , tall ) , ( tree , near , road )`:
 * set match 0; objects and facts 2 of 2 and 2 of 4, so 2/3.
 */
export function factualScore(
  candidate: string,
  gold: string,
  tools: { readonly lemmatizer: FactualLemmatizer; readonly synonyms: FactualSynonyms },
): FactualScore {
  const [candidateFacts, goldFacts] = [candidate, gold].map((graph) => factTexts(tools.lemmatizer.graph(graph)));
  const setMatch = [...candidateFacts!].sort().join('\n') === [...goldFacts!].sort().join('\n') ? 1 : 0;
  return { setMatch, spice: spiceScore(tuplesOf(candidateFacts!), tuplesOf(goldFacts!), tools.synonyms) };
}

/** The different facts of a graph as text, brackets taken off. */
function factTexts(graph: string): string[] {
  const spaced = graph.replace(/[(),]/g, ' $& ').split(/\s+/).filter(Boolean).join(' ');
  return [...new Set(spaced.split(') , (').map((fact) => fact.replace(/^[()]+|[()]+$/g, '').trim()))];
}

/** Objects, attributes and relations, each once. */
function tuplesOf(facts: readonly string[]): string[][] {
  const tuples = new Map<string, string[]>();
  const add = (...tuple: string[]): void => {
    // The evaluator tells tuples apart by their words alone: "tree tall" is one, whether a name or an attribute.
    const key = tuple.join(' ');
    if (!tuples.has(key)) tuples.set(key, tuple);
  };
  for (const fact of facts) {
    const parts = fact.split(',').map((part) => part.trim());
    const first = parts[0]!;
    const last = parts.at(-1)!;
    if (parts.length === 1) add(first);
    else if (parts.length === 2 || (parts.length === 3 && parts[1] === 'is')) {
      add(first, last);
      add(first);
    } else {
      add(first, parts.slice(1, -1).join(' '), last);
      add(first);
      add(last);
    }
  }
  return [...tuples.values()].sort((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1));
}

/** Equal tuples are paired first, then those whose every part shares a meaning; each at most once, in order. */
function spiceScore(candidate: readonly string[][], gold: readonly string[][], synonyms: FactualSynonyms): number {
  const rules: ((a: string, b: string) => boolean)[] = [(a, b) => a === b, (a, b) => synonyms.share(a, b)];
  const matchedGold = new Set<number>();
  const matchedCandidates = new Set<number>();
  for (const same of rules)
    for (const [at, tuple] of candidate.entries()) {
      if (matchedCandidates.has(at)) continue;
      const found = gold.findIndex(
        (other, index) =>
          !matchedGold.has(index) && other.length === tuple.length && tuple.every((part, i) => same(part, other[i]!)),
      );
      if (found < 0) continue;
      matchedGold.add(found);
      matchedCandidates.add(at);
    }
  const matches = matchedGold.size;
  return matches === 0 ? 0 : (2 * matches) / (candidate.length + gold.length);
}
