import type { Sequence } from '../generation/sequence.ts';
import type { Captioner } from '../models/captioner.ts';
import { composeRewards, type Rewards } from '../rewards/compose.ts';
import { buildRewardCorpus, endToken } from '../rewards/corpus.ts';
import { tf } from '../tensor/backend.ts';
import { Random } from '../tensor/random.ts';
import { AdamW } from './adamw.ts';
import { isCheckpointEpoch } from './checkpoint-epochs.ts';
import { unstable } from './cross-entropy-phase.ts';
import { epochBatches } from './epoch-order.ts';
import { learningRateAt } from './schedule.ts';
import { selfCriticalStep } from './self-critical.ts';
import { StartingPolicy } from './starting-policy.ts';
import type { TrainingContext } from './training-context.ts';
import { trainingFeatures } from './training-features.ts';
import { StopRequested } from './training-port.ts';

/** The greedy caption is rewarded for the log every so many steps: each time would cost a fifth of the sampling again. */
const greedyEvery = 5;

/** The words of a sequence as rewards read them: with the end token only where it was written. */
export function rewardedTokens(model: Pick<Captioner, 'words'>, { tokens, finished }: Sequence): string[] {
  return [...model.words(tokens), ...(finished ? [endToken] : [])];
}

/** Self-critical sequence training over the configured epochs, with a checkpoint after each and at a stop. */
export async function selfCriticalPhase(context: TrainingContext): Promise<void> {
  const { model, train, control, reporter } = context;
  const { scst: config, seed, maxNewTokens } = context.config;
  if (config.epochs === 0) return;
  const order = new Random(seed * 4 + 3);
  const sampling = new Random(seed * 4 + 4);
  const corpus = buildRewardCorpus({
    images: train.map(({ id, captions }) => ({ id, references: captions })),
    parse: context.parse,
  });
  const compose = composeRewards({ weights: config.rewards, corpus });
  const optimizer = new AdamW(model.trainableParameters(), config);
  const start = config.klWeight > 0 ? new StartingPolicy(optimizer.variables) : null;
  const rewardOf =
    (imageIds: readonly number[]) =>
    (sequences: readonly Sequence[], perImage: number): Rewards =>
      compose({
        imageIds: sequences.map((_, row) => imageIds[Math.floor(row / perImage)]!),
        captions: sequences.map((sequence) => rewardedTokens(model, sequence)),
      });
  let step = 0;
  try {
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      const batches = epochBatches(train, config.imagesPerStep, order);
      const totalSteps = config.epochs * batches.length;
      for (const [at, images] of batches.entries()) {
        const startedMs = performance.now();
        const learningRate = learningRateAt(step, totalSteps, config);
        const features = trainingFeatures(context, images, order);
        const figures = selfCriticalStep({
          model,
          optimizer,
          features,
          reward: rewardOf(images.map(({ id }) => id)),
          samplesPerImage: config.samplesPerImage,
          temperature: config.temperature,
          baseline: config.baseline,
          maxNewTokens,
          learningRate,
          random: sampling,
          measureGreedy: step % greedyEvery === 0,
          kl: start ? { weight: config.klWeight, start } : undefined,
        });
        tf.dispose(features);
        step++;
        if (!Number.isFinite(figures.loss) || !Number.isFinite(figures.gradientNorm)) throw unstable(step, 'scst');
        const done = epoch + (at + 1) / batches.length;
        const { loss, gradientNorm, reward, greedyReward, entropy, length, equalGroups, kl, signals } = figures;
        reporter.point({
          phase: 'scst',
          step,
          epoch: done,
          values: {
            loss,
            reward,
            ...(greedyReward === null ? {} : { greedyReward }),
            entropy,
            length,
            learningRate,
            gradientNorm,
            equalGroups,
            ...(kl === null ? {} : { kl }),
            ...signals,
          },
        });
        context.stepped('scst', step, performance.now() - startedMs);
        try {
          await control.turn();
        } catch (error) {
          if (error instanceof StopRequested) await context.save('scst', done, step);
          throw error;
        }
      }
      if (isCheckpointEpoch(epoch, config.epochs, batches.length)) await context.save('scst', epoch + 1, step);
    }
  } finally {
    optimizer.dispose();
    start?.dispose();
  }
}
