import { Dropout } from '../tensor/dropout.ts';
import { Random } from '../tensor/random.ts';
import { AdamW } from './adamw.ts';
import { crossEntropyStep } from './cross-entropy.ts';
import { drawn } from './epoch-order.ts';
import { runSteps } from './step-loop.ts';
import type { TrainingContext } from './training-context.ts';
import { trainingFeatures } from './training-features.ts';

/** Teacher-forced training over the configured epochs, with a checkpoint after each and at a stop. */
export async function crossEntropyPhase(context: TrainingContext): Promise<void> {
  const { learner, train } = context;
  const { crossEntropy: config, dropout, seed, maxNewTokens } = context.config;
  if (config.epochs === 0) return;
  const random = new Random(seed * 4 + 1);
  const masks = dropout > 0 ? new Dropout(dropout, new Random(seed * 4 + 2)) : null;
  const optimizer = new AdamW(learner.trainableParameters(), config);
  const ids = new Map(train.map((image) => [image.id, image.words.map(encoded)]));
  try {
    await runSteps(context, {
      phase: 'cross-entropy',
      settings: 'crossEntropy',
      config,
      order: random,
      take(images, _step, learningRate) {
        const captions = images.flatMap(({ id }) => drawn(ids.get(id)!, config.captionsPerImage, random));
        const features = trainingFeatures(context, images, random);
        try {
          const figures = crossEntropyStep({
            model: learner.captioner,
            optimizer,
            features,
            captions,
            unknown: learner.unlearned,
            dropout: masks,
            labelSmoothing: config.labelSmoothing,
            learningRate,
          });
          return { ...figures };
        } finally {
          features.dispose();
        }
      },
    });
  } finally {
    optimizer.dispose();
  }

  /** A caption cut at the longest that is written has no end to learn. */
  function encoded(words: readonly string[]): number[] {
    return learner.tokensOf(words).slice(0, maxNewTokens);
  }
}
