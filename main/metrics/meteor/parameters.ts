/** The matchers, in the order in which they are tried. A word of another sentence may match in several ways. */
export const matchers = ['exact', 'stem', 'synonym', 'paraphrase'] as const;
export const exact = 0;
export const stem = 1;
export const synonym = 2;
export const paraphrase = 3;

/** The weight of a word matched by each matcher in precision and recall (English, task "rank"). */
export const matcherWeights: readonly number[] = [1, 0.6, 0.8, 0.6];

/** Weight of precision against recall, shape and height of the penalty, and weight of content words. */
export const alpha = 0.85;
export const beta = 0.2;
export const gamma = 0.6;
export const delta = 0.75;

/** Partial alignments kept at each word. */
export const beamSize = 40;
