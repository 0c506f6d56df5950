import type { MetricAccumulator, MetricValues, PreparedImage } from '../accumulator.ts';
import { align } from './alignment.ts';
import type { MeteorLexicon, MeteorSentence } from './lexicon.ts';
import { possibleMatches } from './matches.ts';
import { alpha, beta, delta, gamma, matchers, matcherWeights } from './parameters.ts';

/** METEOR's statistics of one caption against one reference or, summed, of a corpus, in words. */
export interface MeteorStatistics {
  readonly candidateLength: number;
  readonly referenceLength: number;
  readonly candidateFunctionWords: number;
  readonly referenceFunctionWords: number;
  /** Matched content words by matcher, of the candidate and of the reference; the same of function words. */
  readonly candidateContent: readonly number[];
  readonly referenceContent: readonly number[];
  readonly candidateFunction: readonly number[];
  readonly referenceFunction: readonly number[];
  readonly chunks: number;
}

const noMatches: readonly number[] = matchers.map(() => 0);

/** Statistics of nothing: where a sum starts. */
export const noMeteorStatistics: MeteorStatistics = {
  candidateLength: 0,
  referenceLength: 0,
  candidateFunctionWords: 0,
  referenceFunctionWords: 0,
  candidateContent: noMatches,
  referenceContent: noMatches,
  candidateFunction: noMatches,
  referenceFunction: noMatches,
  chunks: 0,
};

export function addMeteorStatistics(a: MeteorStatistics, b: MeteorStatistics): MeteorStatistics {
  const sum = (x: readonly number[], y: readonly number[]) => x.map((value, matcher) => value + y[matcher]!);
  return {
    candidateLength: a.candidateLength + b.candidateLength,
    referenceLength: a.referenceLength + b.referenceLength,
    candidateFunctionWords: a.candidateFunctionWords + b.candidateFunctionWords,
    referenceFunctionWords: a.referenceFunctionWords + b.referenceFunctionWords,
    candidateContent: sum(a.candidateContent, b.candidateContent),
    referenceContent: sum(a.referenceContent, b.referenceContent),
    candidateFunction: sum(a.candidateFunction, b.candidateFunction),
    referenceFunction: sum(a.referenceFunction, b.referenceFunction),
    chunks: a.chunks + b.chunks,
  };
}

/** The statistics as a row of 21 numbers, for sums of many. `fromRow` reads it back. */
export function toRow(s: MeteorStatistics): readonly number[] {
  return [
    s.referenceLength,
    s.referenceFunctionWords,
    s.candidateLength,
    s.candidateFunctionWords,
    s.chunks,
    ...s.candidateContent,
    ...s.referenceContent,
    ...s.candidateFunction,
    ...s.referenceFunction,
  ];
}

export function fromRow(row: readonly number[]): MeteorStatistics {
  return {
    referenceLength: row[0]!,
    referenceFunctionWords: row[1]!,
    candidateLength: row[2]!,
    candidateFunctionWords: row[3]!,
    chunks: row[4]!,
    candidateContent: row.slice(5, 9),
    referenceContent: row.slice(9, 13),
    candidateFunction: row.slice(13, 17),
    referenceFunction: row.slice(17, 21),
  };
}

/** Aligns a caption with one reference and counts. Both sentences must come from `lexicon`. */
export function meteorStatisticsOfPair(
  candidate: MeteorSentence,
  reference: MeteorSentence,
  lexicon: MeteorLexicon,
): MeteorStatistics {
  const { matches, chunks } = align(possibleMatches(candidate, reference, lexicon.paraphrases));
  const [candidateContent, referenceContent] = [[...noMatches], [...noMatches]];
  const [candidateFunction, referenceFunction] = [[...noMatches], [...noMatches]];
  for (const { matcher, start, length, candidateStart, candidateLength } of matches) {
    for (let at = start; at < start + length; at += 1)
      (reference[at]!.isFunctionWord ? referenceFunction : referenceContent)[matcher]! += 1;
    for (let at = candidateStart; at < candidateStart + candidateLength; at += 1)
      (candidate[at]!.isFunctionWord ? candidateFunction : candidateContent)[matcher]! += 1;
  }
  return {
    candidateLength: candidate.length,
    referenceLength: reference.length,
    candidateFunctionWords: functionWordsOf(candidate),
    referenceFunctionWords: functionWordsOf(reference),
    candidateContent,
    referenceContent,
    candidateFunction,
    referenceFunction,
    chunks,
  };
}

/**
 * Statistics against the reference that gives the highest score. Of equal ones the shorter counts, and so on through the
 * row, where METEOR takes the first: a corpus' score must not depend on the order of references. No references throw a
 * RangeError.
 */
export function meteorStatistics(
  candidate: MeteorSentence,
  references: readonly MeteorSentence[],
  lexicon: MeteorLexicon,
): MeteorStatistics {
  if (references.length === 0) throw new RangeError('METEOR needs at least one reference.');
  let best = noMeteorStatistics;
  let bestScore = -1;
  for (const reference of references) {
    const statistics = meteorStatisticsOfPair(candidate, reference, lexicon);
    const score = meteor(statistics);
    if (score > bestScore || (score === bestScore && isLess(toRow(statistics), toRow(best))))
      [best, bestScore] = [statistics, score];
  }
  return best;
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, place) => value !== b[place]);
  return at !== -1 && a[at]! < b[at]!;
}

/**
 * METEOR 1.5 in [0, 1] (Denkowski & Lavie 2014, section 2; English parameters of task "rank"). Matched words weigh 1, 0.6
 * (stem), 0.8 (synonym) or 0.6 (paraphrase), times 0.75 if content and 0.25 if function words; divided by the words so
 * weighed they are precision P and recall R. The score is P R ÷ (0.85 P + 0.15 R), less 0.6 · (chunks ÷ matched words)^0.2
 * of itself; captions matched whole in one
 * chunk lose nothing. A corpus' score is that of its summed statistics, as METEOR
 * and the coco-caption code report it, so even perfect captions stay below 1 there. Nothing matched is 0, never NaN.
 *
 * @example "the cat sat" against "the cat quietly sat": matches 0.25 + 2 · 0.75 = 1.75 of 1.75 (P = 1) and of 2.5
 * (R = 0.7), so 0.7 ÷ (0.85 + 0.15 · 0.7) = 0.7330; 2 chunks of 3 words cost 0.6 · (2/3)^0.2 = 0.5533: 0.3274.
 */
export function meteor(statistics: MeteorStatistics): number {
  const { candidateLength, referenceLength, candidateFunctionWords, referenceFunctionWords, chunks } = statistics;
  const { candidateContent, candidateFunction, referenceContent, referenceFunction } = statistics;
  const precision = weighed(candidateContent, candidateFunction) / length(candidateLength, candidateFunctionWords);
  const recall = weighed(referenceContent, referenceFunction) / length(referenceLength, referenceFunctionWords);
  if (!(precision > 0) || !(recall > 0)) return 0;
  const mean = 1 / ((1 - alpha) / precision + alpha / recall);
  const candidateMatches = total(candidateContent) + total(candidateFunction);
  const referenceMatches = total(referenceContent) + total(referenceFunction);
  const isWhole = candidateMatches === candidateLength && referenceMatches === referenceLength && chunks === 1;
  const fragmentation = isWhole ? 0 : chunks / ((candidateMatches + referenceMatches) / 2);
  return Math.max(0, mean * (1 - gamma * fragmentation ** beta));
}

const length = (words: number, functionWords: number): number =>
  delta * (words - functionWords) + (1 - delta) * functionWords;

function weighed(content: readonly number[], functional: readonly number[]): number {
  return content.reduce(
    (sum, count, matcher) => sum + matcherWeights[matcher]! * (delta * count + (1 - delta) * functional[matcher]!),
    0,
  );
}

const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

function functionWordsOf(sentence: MeteorSentence): number {
  let count = 0;
  for (const word of sentence) if (word.isFunctionWord) count += 1;
  return count;
}

/** METEOR of a stream of images, as `meteor`. The corpus' is that of the summed statistics. */
export class MeteorAccumulator implements MetricAccumulator {
  /** Image by image: their sum is the corpus', and resampling needs them. */
  readonly statistics: MeteorStatistics[] = [];
  readonly #lexicon: MeteorLexicon;

  constructor(lexicon: MeteorLexicon) {
    this.#lexicon = lexicon;
  }

  add({ candidate, references }: PreparedImage): void {
    const lexicon = this.#lexicon;
    const sentences = references.map(({ tokens }) => lexicon.sentence(tokens));
    this.statistics.push(meteorStatistics(lexicon.sentence(candidate.tokens), sentences, lexicon));
  }

  corpus(): MetricValues {
    return { meteor: meteor(this.statistics.reduce(addMeteorStatistics, noMeteorStatistics)) };
  }

  images(): readonly MetricValues[] {
    return this.statistics.map((statistics) => ({ meteor: meteor(statistics) }));
  }
}
