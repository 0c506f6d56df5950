/** A caption as a model wrote it. */
export interface Sequence {
  /** Token ids in order; the end token is the last one if the caption is finished, and otherwise absent. */
  readonly tokens: readonly number[];
  /** ln p of each token under the model that wrote it. */
  readonly logProbabilities: readonly number[];
  readonly finished: boolean;
}

/** A caption whose words were drawn. */
export interface SampledSequence extends Sequence {
  /** Entropy in nats of the distribution each token was drawn from. */
  readonly entropies: readonly number[];
}
