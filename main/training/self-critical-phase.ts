import type { Sequence } from '../generation/sequence.ts';
import type { Captioner } from '../models/captioner.ts';
import { composeRewards, type Rewards } from '../rewards/compose.ts';
import { buildRewardCorpus, endToken } from '../rewards/corpus.ts';
import { Random } from '../tensor/random.ts';
import { AdamW } from './adamw.ts';
import { selfCriticalStep } from './self-critical.ts';
import { StartingPolicy } from './starting-policy.ts';
import { runSteps } from './step-loop.ts';
import type { TrainingContext } from './training-context.ts';
import { trainingFeatures } from './training-features.ts';

/** The greedy caption is rewarded for the log every so many steps: each time would cost a fifth of the sampling again. */
const greedyEvery = 5;

/** The words of a sequence as rewards read them: with the end token only where it was written. */
export function rewardedTokens(model: Pick<Captioner, 'words'>, { tokens, finished }: Sequence): string[] {
  return [...model.words(tokens), ...(finished ? [endToken] : [])];
}

/** Self-critical sequence training over the configured epochs, with a checkpoint after each and at a stop. */
export async function selfCriticalPhase(context: TrainingContext): Promise<void> {
  const { learner, train } = context;
  const { captioner: model } = learner;
  const { scst: config, seed, maxNewTokens } = context.config;
  if (config.epochs === 0) return;
  const order = new Random(seed * 4 + 3);
  const sampling = new Random(seed * 4 + 4);
  const corpus = buildRewardCorpus({
    images: train.map(({ id, captions, detected }) => ({ id, references: captions, detected })),
    parse: context.parse,
  });
  const compose = composeRewards({ weights: config.rewards, corpus });
  const optimizer = new AdamW(learner.trainableParameters(), config);
  const start = config.klWeight > 0 ? new StartingPolicy(optimizer.variables) : null;
  const rewardOf =
    (imageIds: readonly number[]) =>
    (sequences: readonly Sequence[], perImage: number): Rewards =>
      compose({
        imageIds: sequences.map((_, row) => imageIds[Math.floor(row / perImage)]!),
        captions: sequences.map((sequence) => rewardedTokens(model, sequence)),
      });
  try {
    await runSteps(context, {
      phase: 'scst',
      settings: 'scst',
      config,
      order,
      take(images, step, learningRate) {
        const features = trainingFeatures(context, images, order);
        try {
          const { greedyReward, kl, signals, ...figures } = selfCriticalStep({
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
          return {
            ...figures,
            ...(greedyReward === null ? {} : { greedyReward }),
            ...(kl === null ? {} : { kl }),
            ...signals,
          };
        } finally {
          features.dispose();
        }
      },
    });
  } finally {
    optimizer.dispose();
    start?.dispose();
  }
}
