import type { GraphComparison, SceneGraph } from '../../preload/contract/scene-graph.ts';
import type { NgramCounts } from './ngrams.ts';

/** A caption as metrics read it. The counts of all captions that meet come from one `NgramIndex`. */
export interface PreparedCaption {
  /** Penn Treebank tokens. */
  readonly tokens: readonly string[];
  readonly grams: NgramCounts;
}

/** A caption's scene graph beside its references' and the comparison of both, where graph metrics are wanted. */
export interface ScoredGraph {
  readonly graph: SceneGraph;
  readonly comparison: GraphComparison;
  /** Needed for the F-score over all tuples, which does not apply without. */
  readonly references?: readonly SceneGraph[];
}

export interface PreparedImage {
  readonly candidate: PreparedCaption;
  readonly references: readonly PreparedCaption[];
  readonly graph: ScoredGraph | null;
}

/** Values by metric id; null where a metric does not apply. */
export type MetricValues = Readonly<Record<string, number | null>>;

/**
 * One metric, or a few that share their work, over a stream of images: `add` one after the other and ask at any time. What
 * is kept of an image is what the score needs, not its captions.
 */
export interface MetricAccumulator {
  add(image: PreparedImage): void;
  /** The metrics of all images added so far. */
  corpus(): MetricValues;
  /** The same of each image, in the order in which they were added. Metrics of the corpus alone are not in it. */
  images(): readonly MetricValues[];
}

/** Metrics whose corpus value is the mean over the images where they apply. */
export class MeanAccumulator implements MetricAccumulator {
  readonly #ids: readonly string[];
  readonly #measure: (image: PreparedImage) => MetricValues;
  readonly #images: MetricValues[] = [];

  constructor(ids: readonly string[], measure: (image: PreparedImage) => MetricValues) {
    this.#ids = ids;
    this.#measure = measure;
  }

  add(image: PreparedImage): void {
    this.#images.push(this.#measure(image));
  }

  corpus(): MetricValues {
    return meansOf(this.#ids, this.#images);
  }

  images(): readonly MetricValues[] {
    return this.#images;
  }
}

/** The mean of each metric over the images where it applies, null where it applies to none. */
export function meansOf(ids: readonly string[], images: readonly MetricValues[]): MetricValues {
  return Object.fromEntries(ids.map((id) => [id, meanApplicable(images.map((image) => image[id] ?? null))]));
}

/** Mean of the values that apply, null when none does. Example: 1, null, 3 → 2. */
export function meanApplicable(values: readonly (number | null)[]): number | null {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}
