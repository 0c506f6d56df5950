import { AppError } from '../errors/app-error.ts';
import { Vocabulary } from '../models/nadir-mini/vocabulary.ts';
import { tf } from '../tensor/backend.ts';
import { Dropout } from '../tensor/dropout.ts';
import { Random } from '../tensor/random.ts';
import { AdamW } from './adamw.ts';
import { isCheckpointEpoch } from './checkpoint-epochs.ts';
import { crossEntropyStep } from './cross-entropy.ts';
import { drawn, epochBatches } from './epoch-order.ts';
import { learningRateAt } from './schedule.ts';
import type { TrainingContext } from './training-context.ts';
import { trainingFeatures } from './training-features.ts';
import { StopRequested } from './training-port.ts';

const unknown: ReadonlySet<number> = new Set([Vocabulary.unknown]);

/** Teacher-forced training over the configured epochs, with a checkpoint after each and at a stop. */
export async function crossEntropyPhase(context: TrainingContext): Promise<void> {
  const { model, train, control, reporter } = context;
  const { crossEntropy: config, dropout, seed, maxNewTokens } = context.config;
  if (config.epochs === 0) return;
  const random = new Random(seed * 4 + 1);
  const masks = dropout > 0 ? new Dropout(dropout, new Random(seed * 4 + 2)) : null;
  const optimizer = new AdamW(model.trainableParameters(), config);
  const ids = new Map(train.map((image) => [image.id, image.words.map((words) => encoded(model.vocabulary, words))]));
  let step = 0;
  try {
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      const batches = epochBatches(train, config.imagesPerStep, random);
      const totalSteps = config.epochs * batches.length;
      for (const [at, images] of batches.entries()) {
        const startedMs = performance.now();
        const learningRate = learningRateAt(step, totalSteps, config);
        const captions = images.flatMap(({ id }) => drawn(ids.get(id)!, config.captionsPerImage, random));
        const features = trainingFeatures(context, images, random);
        const { loss, gradientNorm } = crossEntropyStep({
          model,
          optimizer,
          features,
          captions,
          unknown,
          dropout: masks,
          labelSmoothing: config.labelSmoothing,
          learningRate,
        });
        tf.dispose(features);
        step++;
        if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) throw unstable(step, 'crossEntropy');
        const done = epoch + (at + 1) / batches.length;
        reporter.point({
          phase: 'cross-entropy',
          step,
          epoch: done,
          values: { loss, learningRate, gradientNorm },
        });
        context.stepped('cross-entropy', step, performance.now() - startedMs);
        try {
          await control.turn();
        } catch (error) {
          if (error instanceof StopRequested) await context.save('cross-entropy', done, step);
          throw error;
        }
      }
      if (isCheckpointEpoch(epoch, config.epochs, batches.length)) await context.save('cross-entropy', epoch + 1, step);
    }
  } finally {
    optimizer.dispose();
  }

  function encoded(vocabulary: Vocabulary, words: readonly string[]): number[] {
    // A caption cut at the longest that is written has no end to learn.
    const tokens = vocabulary.encode(words);
    return tokens.length < maxNewTokens ? [...tokens, Vocabulary.special.end] : tokens.slice(0, maxNewTokens);
  }
}

export function unstable(step: number, phase: 'crossEntropy' | 'scst'): AppError {
  return new AppError(
    'bad_input',
    `Training became unstable: at step ${step} the loss was no longer a number. Lower the setting ${phase}.learningRate.`,
  );
}
