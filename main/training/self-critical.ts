import { greedy, sample } from '../generation/roll-out.ts';
import type { SampledSequence, Sequence } from '../generation/sequence.ts';
import type { Captioner } from '../models/captioner.ts';
import type { Rewards } from '../rewards/compose.ts';
import { type Scalar, type Tensor, type Tensor2D, tf } from '../tensor/backend.ts';
import { weightedCrossEntropy } from '../tensor/ops/cross-entropy.ts';
import { weightedKlDivergence } from '../tensor/ops/kl-divergence.ts';
import type { Random } from '../tensor/random.ts';
import { unrecorded } from '../tensor/unrecorded.ts';
import type { AdamW } from './adamw.ts';
import { advantages, equalGroupShare } from './advantages.ts';
import type { StepFigures } from './cross-entropy.ts';
import type { StartingPolicy } from './starting-policy.ts';
import { teacherBatch, withoutPadding } from './teacher-batch.ts';

// Axis legend: B images, S image tokens, C channels, N sampled sequences, T length, V vocabulary.

/** Far below any logit, and still finite. */
const forbiddenLogit = -1e9;

export interface SelfCriticalFigures extends StepFigures {
  /** Mean reward of the samples. */
  readonly reward: number;
  /** Mean reward of the greedy captions; null when they were not asked for. */
  readonly greedyReward: number | null;
  /** Mean of each signal over the samples where it applies; a signal that applied to none is absent. */
  readonly signals: Readonly<Record<string, number>>;
  /** Mean entropy of the next word, in nats. */
  readonly entropy: number;
  /** Mean words a sample. */
  readonly length: number;
  /** Share of images whose samples all earned the same. */
  readonly equalGroups: number;
  /** Mean divergence of the next word from the starting policy's, in nats; null when it is not held close to it. */
  readonly kl: number | null;
}

/** Holds a policy close to the one that the phase began with: the loss gains weight · KL(policy‖start) a token. */
export interface KlTerm {
  readonly weight: number;
  readonly start: StartingPolicy;
}

export interface SelfCriticalOptions {
  readonly model: Captioner;
  readonly optimizer: AdamW;
  /** float32[B, S, C]; stays the caller's. */
  readonly features: Tensor;
  /** Rewards sequences of the B images: `perImage` of them for each image, image by image. */
  readonly reward: (sequences: readonly Sequence[], perImage: number) => Rewards;
  readonly samplesPerImage: number;
  readonly temperature: number;
  readonly baseline: 'leave-one-out' | 'greedy';
  readonly maxNewTokens: number;
  readonly learningRate: number;
  readonly random: Random;
  /** Reward the greedy captions too, for the log; the greedy baseline always does. */
  readonly measureGreedy: boolean;
  /** Absent: the policy may go as far from its start as rewards take it. */
  readonly kl?: KlTerm | undefined;
}

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return values.length === 0 ? 0 : sum / values.length;
};

function applicableMeans(signals: Rewards['signals']): Record<string, number> {
  const means: Record<string, number> = {};
  for (const [id, values] of Object.entries(signals)) {
    const applicable = values.filter((value) => !Number.isNaN(value));
    if (applicable.length > 0) means[id] = mean(applicable);
  }
  return means;
}

/** Captions that were sampled, what they earned, and what the greedy ones did; null when they were not asked for. */
interface Written {
  readonly samples: readonly SampledSequence[];
  readonly rewards: Rewards;
  readonly greedyRewards: Float64Array | null;
}

/**
 * One step of self-critical sequence training (Rennie et al. 2017): captions are sampled autoregressively, rewarded, and
 * the loss −Σ (reward − baseline) · log p(token) ÷ tokens is followed, over real tokens including the first end token.
 * With `kl` the loss also holds the policy close to the starting one, by the full divergence of the next word after each
 * sampled prefix. There is no dropout: what was sampled and what is differentiated are the same policy.
 */
export function selfCriticalStep(options: SelfCriticalOptions): SelfCriticalFigures {
  const { model, optimizer, features, kl } = options;
  let figures: Omit<SelfCriticalFigures, keyof StepFigures> | undefined;
  const update = tf.tidy((): StepFigures & Record<string, number> => {
    const { value, grads } = tf.variableGrads((): Scalar => {
      // Images are encoded once: samples are written from what the gradient goes through.
      const memory = model.encode(features, null);
      const written = unrecorded(() => write(options, memory));
      const { policyLoss, distance } = objective(options, written, memory);
      figures = { ...figuresOf(written, options.samplesPerImage), kl: distance && distance.dataSync()[0]! };
      return kl && distance ? (tf.add(policyLoss, tf.mul(distance, kl.weight)) as Scalar) : policyLoss;
    }, optimizer.variables);
    return { loss: value.dataSync()[0]!, gradientNorm: optimizer.step(grads, options.learningRate) };
  });
  return { ...update, ...figures! };
}

function write(options: SelfCriticalOptions, memory: Tensor): Written {
  const { model, samplesPerImage, maxNewTokens, temperature } = options;
  const samples = sample(
    model,
    memory,
    { sequencesPerImage: samplesPerImage, maxNewTokens, temperature, topK: 0, topP: 1 },
    options.random,
  );
  const isGreedyAsked = options.measureGreedy || options.baseline === 'greedy';
  const greedyRewards = isGreedyAsked ? options.reward(greedy(model, memory, maxNewTokens), 1).total : null;
  return { samples, rewards: options.reward(samples, samplesPerImage), greedyRewards };
}

function figuresOf(
  { samples, rewards, greedyRewards }: Written,
  samplesPerImage: number,
): Omit<SelfCriticalFigures, keyof StepFigures | 'kl'> {
  return {
    reward: mean(rewards.total),
    greedyReward: greedyRewards && mean(greedyRewards),
    signals: applicableMeans(rewards.signals),
    entropy: mean(samples.flatMap(({ entropies }) => entropies)),
    length: mean(samples.map(({ tokens, finished }) => tokens.length - (finished ? 1 : 0))),
    equalGroups: equalGroupShare(rewards.total, samplesPerImage),
  };
}

/** The loss of what was sampled, and how far the policy has gone from the starting one; null where that is not asked. */
function objective(
  options: SelfCriticalOptions,
  { samples, rewards, greedyRewards }: Written,
  memory: Tensor,
): { readonly policyLoss: Scalar; readonly distance: Scalar | null } {
  const { model, features, kl } = options;
  const sequences = samples.map(({ tokens }) => tokens);
  const advantage = advantages(rewards.total, options.samplesPerImage, options.baseline, greedyRewards);
  const batch = teacherBatch(sequences, model.special, { weightOf: (row) => advantage[row]! });
  const policy = (of: Tensor): Tensor2D =>
    policyLogits(model, model.logits(of, batch.inputs, batch.length, null, batch.lengths), options.temperature);
  const logits = policy(memory);
  const { labels, weights } = withoutPadding(batch);
  const policyLoss = weightedCrossEntropy(logits, labels, weights);
  if (!kl) return { policyLoss, distance: null };
  const before = unrecorded(() => kl.start.consult(() => tf.tidy(() => policy(model.encode(features, null)))));
  const { weights: perToken } = withoutPadding(teacherBatch(sequences, model.special));
  return { policyLoss, distance: weightedKlDivergence(logits, before, perToken) };
}

/** The logits that sampling drew from: forbidden words out of reach, divided by the temperature. float32[N · T, V]. */
export function policyLogits(model: Captioner, logits: Tensor2D, temperature: number): Tensor2D {
  const forbidden = new Float32Array(model.vocabularySize);
  for (const id of model.special.forbidden) forbidden[id] = forbiddenLogit;
  const allowed = tf.add(logits, tf.tensor2d(forbidden, [1, model.vocabularySize])) as Tensor2D;
  return temperature === 1 ? allowed : (tf.div(allowed, temperature) as Tensor2D);
}
