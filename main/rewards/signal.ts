import type { GraphRates } from '../metrics/graph-metrics.ts';
import type { NgramCounts } from '../metrics/ngrams.ts';
import type { RewardCorpus, RewardReferences } from './corpus.ts';

/** One caption to be rewarded. Costly views of it are made when a signal first asks. */
export interface RewardedCaption {
  /** Words without the end token. */
  readonly words: readonly string[];
  /** Words, with the end token last when the caption finished. */
  readonly tokens: readonly string[];
  readonly references: RewardReferences;
  readonly corpus: RewardCorpus;
  /** N-grams of `tokens`, counted once for all signals. */
  grams(): NgramCounts;
  rates(): GraphRates;
}

/** A learning signal: what one caption earns, or null where the signal does not apply. */
export interface Signal {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string | null;
  readonly range: readonly [number, number | null];
  readonly higherIsBetter: boolean;
  readonly source: string;
  measure(caption: RewardedCaption): number | null;
}
