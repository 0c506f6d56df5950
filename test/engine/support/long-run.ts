/**
 * A training on the sample project that goes on until it is ended. Steps of one image are quick, and as an epoch has 42 of
 * them there is a checkpoint after each.
 */
export const longRun = {
  preset: 'quick',
  name: null,
  modelId: 'none',
  overrides: {
    start: 'fresh',
    minimumWordCount: 2,
    'crossEntropy.epochs': 500,
    'crossEntropy.imagesPerStep': 1,
    'crossEntropy.captionsPerImage': 1,
  },
};
