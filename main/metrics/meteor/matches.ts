import { shareMeaning } from '../../text/meanings.ts';
import type { MeteorSentence } from './lexicon.ts';
import { exact, paraphrase, stem, synonym } from './parameters.ts';
import type { ParaphraseTable } from './paraphrase-table.ts';

/** Words of the reference from `start` that say what words of the candidate from `candidateStart` say. */
export interface Match {
  readonly matcher: number;
  readonly start: number;
  readonly length: number;
  readonly candidateStart: number;
  readonly candidateLength: number;
}

/** All matches by the reference word they begin at, and how many cover each word of either side. */
export interface PossibleMatches {
  readonly from: readonly (readonly Match[])[];
  readonly covered: Int32Array;
  readonly candidateCovered: Int32Array;
}

/**
 * Every way in which words of the two captions can be matched: the same word, different words with one stem, different
 * words that share a WordNet meaning, and phrases of the table. A pair with stem and meaning in common has two matches.
 * Captions that are the same word for word need no more than the first.
 */
export function possibleMatches(
  candidate: MeteorSentence,
  reference: MeteorSentence,
  paraphrases: ParaphraseTable | null,
): PossibleMatches {
  const covered = new Int32Array(reference.length);
  const candidateCovered = new Int32Array(candidate.length);
  const from = reference.map((): Match[] => []);
  const add = (matcher: number, start: number, length: number, candidateStart: number, candidateLength: number) => {
    from[start]!.push({ matcher, start, length, candidateStart, candidateLength });
    for (let at = 0; at < length; at += 1) covered[start + at]! += 1;
    for (let at = 0; at < candidateLength; at += 1) candidateCovered[candidateStart + at]! += 1;
  };
  const same = candidate.length === reference.length && candidate.every((word, at) => word.id === reference[at]!.id);
  for (let start = 0; start < reference.length; start += 1) {
    const word = reference[start]!;
    for (let at = 0; at < candidate.length; at += 1) if (candidate[at]!.id === word.id) add(exact, start, 1, at, 1);
    if (same) continue;
    for (let at = 0; at < candidate.length; at += 1) {
      const other = candidate[at]!;
      if (other.stem === word.stem && other.id !== word.id) add(stem, start, 1, at, 1);
    }
    for (let at = 0; at < candidate.length; at += 1) {
      const other = candidate[at]!;
      if (other.id !== word.id && shareMeaning(other.meanings, word.meanings)) add(synonym, start, 1, at, 1);
    }
  }
  if (paraphrases && !same) addParaphrases(candidate, reference, paraphrases, add);
  return { from, covered, candidateCovered };
}

/** The table is read in both directions: its phrases in the reference, then its phrases in the candidate. */
function addParaphrases(
  candidate: MeteorSentence,
  reference: MeteorSentence,
  table: ParaphraseTable,
  add: (matcher: number, start: number, length: number, candidateStart: number, candidateLength: number) => void,
): void {
  const [words, others] = [reference.map(({ text }) => text), candidate.map(({ text }) => text)];
  for (let start = 0; start < words.length; start += 1) {
    for (const { length, paraphrase: said } of table.phrasesAt(words, start)) {
      for (const at of placesOf(said, others)) add(paraphrase, start, length, at, said.length);
    }
  }
  for (let at = 0; at < others.length; at += 1) {
    for (const { length, paraphrase: said } of table.phrasesAt(others, at)) {
      for (const start of placesOf(said, words)) add(paraphrase, start, said.length, at, length);
    }
  }
}

function placesOf(phrase: readonly string[], words: readonly string[]): number[] {
  const places: number[] = [];
  for (let start = 0; start + phrase.length <= words.length; start += 1) {
    if (phrase.every((word, at) => words[start + at] === word)) places.push(start);
  }
  return places;
}
