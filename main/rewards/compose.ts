import type { GraphComparison, SceneGraph } from '../../preload/contract/scene-graph.ts';
import { type GraphRates, graphRates } from '../metrics/graph-metrics.ts';
import type { NgramCounts } from '../metrics/ngrams.ts';
import { compareGraphs } from '../scene-graph/compare.ts';
import { signalById } from './catalog.ts';
import { endToken, type RewardCorpus } from './corpus.ts';
import type { RewardedCaption } from './signal.ts';

/** Captions as token lists, the last token being the end token when a caption finished; one image id each. */
export interface RewardBatch {
  readonly imageIds: readonly number[];
  readonly captions: readonly (readonly string[])[];
}

export interface Rewards {
  /** The weighted sum, one a caption. Higher is better. */
  readonly total: Float64Array;
  /** Each signal's raw value, NaN where it does not apply (those contribute 0). */
  readonly signals: Readonly<Record<string, Float64Array>>;
}

/**
 * A reward: the weighted sum of signals, each turned so that higher is better. A weight of 0 leaves a signal out of the
 * sum but still measures it, for the log. A signal without spread shifts every reward alike and cancels against any
 * baseline, so it contributes nothing. Throws `unknown_id` for a signal that is not in the catalogue.
 */
export function composeRewards(options: {
  readonly weights: Readonly<Record<string, number>>;
  readonly corpus: RewardCorpus;
  /** The comparison of graphs; the display, the metrics and the rewards use the same. */
  readonly compare?: (
    candidate: SceneGraph,
    references: readonly SceneGraph[],
    options: { readonly imageCounts: Readonly<Record<string, number>> },
  ) => GraphComparison;
}): (batch: RewardBatch) => Rewards {
  const { corpus, compare = compareGraphs } = options;
  const parts = Object.entries(options.weights).map(([id, weight]) => ({ signal: signalById(id), weight }));
  // Samples of a sharp policy repeat: a caption of an image is compared once.
  const known = new Map<string, GraphRates>();
  const ratesOf = (imageId: number, words: readonly string[]): GraphRates => {
    const text = words.join(' ');
    const key = `${imageId} ${text}`;
    let rates = known.get(key);
    if (!rates) {
      const graph = corpus.graph(text);
      const { detected, graphs } = corpus.references(imageId);
      rates = graphRates(graph, compare(graph, graphs(), { imageCounts: detected }));
      known.set(key, rates);
    }
    return rates;
  };
  return ({ imageIds, captions }) => {
    const total = new Float64Array(captions.length);
    const signals: Record<string, Float64Array> = {};
    for (const { signal } of parts) signals[signal.id] = new Float64Array(captions.length).fill(Number.NaN);
    for (const [at, tokens] of captions.entries()) {
      const imageId = imageIds[at]!;
      const words = tokens.at(-1) === endToken ? tokens.slice(0, -1) : tokens;
      let grams: NgramCounts | undefined;
      const caption: RewardedCaption = {
        words,
        tokens,
        corpus,
        references: corpus.references(imageId),
        grams: () => {
          grams ??= corpus.index.probe(tokens);
          return grams;
        },
        rates: () => ratesOf(imageId, words),
      };
      for (const { signal, weight } of parts) {
        const value = signal.measure(caption);
        if (value === null) continue;
        signals[signal.id]![at] = value;
        total[at]! += weight * (signal.higherIsBetter ? value : -value);
      }
    }
    return { total, signals };
  };
}
