import { afterEach, describe, expect, it } from 'vitest';
import type { Sequence } from '../../main/generation/sequence.ts';
import type { Rewards } from '../../main/rewards/compose.ts';
import { tf } from '../../main/tensor/backend.ts';
import { Random } from '../../main/tensor/random.ts';
import { AdamW } from '../../main/training/adamw.ts';
import { type SelfCriticalOptions, selfCriticalStep } from '../../main/training/self-critical.ts';
import { StartingPolicy } from '../../main/training/starting-policy.ts';
import { features, smallModel } from '../models/nadir-mini/small-model.ts';
import { BigramCaptioner, GradientRecorder, start, vocabularySize, word } from './bigram-captioner.ts';

const { a, end } = word;
const before = tf.memory().numTensors;
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const plain = {
  samplesPerImage: 3,
  temperature: 1,
  baseline: 'leave-one-out',
  maxNewTokens: 3,
  learningRate: 0.01,
  measureGreedy: false,
} as const;

type Judge = (sequence: Sequence, row: number) => number;
const rewardOf =
  (judge: Judge, heard: Sequence[][] = []) =>
  (sequences: readonly Sequence[]): Rewards => {
    heard.push([...sequences]);
    return { total: Float64Array.from(sequences, judge), signals: {} };
  };

/** A step of the bigram captioner over two images, its samples and the gradient of its table. */
function bigramStep(
  judge: Judge,
  options: Partial<SelfCriticalOptions> = {},
  prepare?: (model: BigramCaptioner) => void,
) {
  const model = new BigramCaptioner();
  prepare?.(model);
  const optimizer = new GradientRecorder(model.parameters());
  const images = tf.zeros([2, 1, 1]);
  const heard: Sequence[][] = [];
  try {
    const figures = selfCriticalStep({
      ...plain,
      model,
      optimizer,
      features: images,
      reward: rewardOf(judge, heard),
      random: new Random(4),
      ...options,
    });
    const gradient = optimizer.gradients.get('table')!;
    return { figures, gradient, heard, samples: heard.at(-1)!, dropouts: model.dropouts };
  } finally {
    optimizer.dispose();
    tf.dispose([images, model.table]);
  }
}

const row = (gradient: Float32Array, last: number): number[] => [
  ...gradient.subarray(last * vocabularySize, (last + 1) * vocabularySize),
];

describe('the gradient, by hand', () => {
  const rewards = [1, 2, 6, 4, 4, 1];
  const advantage = [-3, -1.5, 4.5, 1.5, 1.5, -3];
  const { samples, gradient, figures } = bigramStep((_, at) => rewards[at]!);
  const tokens = samples.reduce((sum, sample) => sum + sample.tokens.length, 0);

  it('is of samples that end early, late and not at all', () => {
    expect(new Set(samples.map((sample) => sample.tokens.length)).size).toBeGreaterThan(1);
    expect(new Set(samples.map(({ finished }) => finished)).size).toBe(2);
  });

  it('is (reward − baseline) · (p − 1) / tokens at every word written, the end among them, and · p / tokens elsewhere', () => {
    const expected = new Float64Array(vocabularySize ** 2);
    for (const [at, { tokens: written }] of samples.entries())
      for (const [place, next] of written.entries()) {
        const last = place === 0 ? start : written[place - 1]!;
        for (const allowed of [end, word.a, word.b, word.c]) {
          const chosen = allowed === next ? 1 : 0;
          expected[last * vocabularySize + allowed]! += (advantage[at]! * (0.25 - chosen)) / tokens;
        }
      }
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.1);
    for (const [at, value] of expected.entries()) expect(gradient[at]).toBeCloseTo(value, 6);
  });

  it('what follows an end, padding and words that are never written have none', () => {
    for (const last of [0, end, word.unknown]) expect(row(gradient, last)).toEqual(Array(vocabularySize).fill(0));
    for (const never of [0, start, word.unknown])
      for (let last = 0; last < vocabularySize; last++) expect(gradient[last * vocabularySize + never]).toBe(0);
  });

  it('the loss is Σ advantage · ln 4 over all tokens, divided by their number', () => {
    const sum = samples.reduce((total, sample, at) => total + advantage[at]! * Math.log(4) * sample.tokens.length, 0);
    expect(figures.loss).toBeCloseTo(sum / tokens, 5);
  });

  it('the figures are means over the samples: reward 3, entropy ln 4, words without the end', () => {
    const words = samples.reduce((sum, { tokens: written, finished }) => sum + written.length - (finished ? 1 : 0), 0);
    expect(figures.reward).toBe(3);
    expect(figures.entropy).toBeCloseTo(Math.log(4), 6);
    expect(figures.length).toBeCloseTo(words / 6, 12);
    expect(figures.equalGroups).toBe(0);
  });
});

it('the end of a caption is learned: when only ending at once is rewarded, its logit is what rises', () => {
  const { gradient } = bigramStep(({ tokens }) => (tokens[0] === end ? 1 : 0), { samplesPerImage: 8 });
  const [, , atEnd, , ...others] = row(gradient, start);
  expect(atEnd!).toBeLessThan(0);
  for (const other of others) expect(other).toBeGreaterThanOrEqual(0);
});

it('a group with equal rewards teaches nothing', () => {
  const { gradient, figures } = bigramStep((_, at) => (at < 3 ? 0.3 : 0.7));
  expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-12);
  expect(figures.equalGroups).toBe(1);
});

it('at a temperature of 0.5 the gradient of p is twice as steep', () => {
  // With start → a at ln 2 and the rest 0, half the temperature makes it 2 ln 2: p(a | start) = 4 / (4 + 3).
  const prepare = (model: BigramCaptioner): void => model.set(start, a, Math.log(2));
  const { gradient, samples } = bigramStep((_, at) => at, { temperature: 0.5, maxNewTokens: 1 }, prepare);
  const advantage = [-1.5, 0, 1.5, -1.5, 0, 1.5];
  const expected = samples.reduce(
    (sum, { tokens }, at) => sum + (advantage[at]! * 2 * (4 / 7 - (tokens[0] === a ? 1 : 0))) / 6,
    0,
  );
  expect(Math.abs(expected)).toBeGreaterThan(0.1);
  expect(row(gradient, start)[a]).toBeCloseTo(expected, 5);
});

describe('held close to the policy it began with, of probability ¼ each', () => {
  /** A step after start → a went from 0 to ln 3, so that p(a | start) = ½ and ⅙ is left for each of the others. */
  function heldStep(weight: number, judge: Judge) {
    const model = new BigramCaptioner();
    const optimizer = new GradientRecorder(model.parameters());
    const kept = new StartingPolicy(optimizer.variables);
    model.set(start, a, Math.log(3));
    const images = tf.zeros([2, 1, 1]);
    const figures = selfCriticalStep({
      ...plain,
      model,
      optimizer,
      features: images,
      reward: rewardOf(judge),
      random: new Random(4),
      maxNewTokens: 1,
      kl: { weight, start: kept },
    });
    const table = model.table.arraySync() as number[][];
    kept.dispose();
    optimizer.dispose();
    tf.dispose([images, model.table]);
    return { figures, table, gradient: row(optimizer.gradients.get('table')!, start) };
  }
  const divergence = 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3); // 0.143841

  it('the divergence is reported, and the loss of equal rewards is the weight times it', () => {
    const { figures } = heldStep(0.7, () => 1);
    expect(figures.kl).toBeCloseTo(divergence, 5);
    expect(figures.loss).toBeCloseTo(0.7 * divergence, 5);
  });

  it('the gradient of equal rewards is weight · p · (ln p − ln ¼ − KL), which leads back', () => {
    const { gradient } = heldStep(0.7, () => 1);
    expect(gradient[a]).toBeCloseTo(0.7 * 0.5 * (Math.log(2) - divergence), 5);
    expect(gradient[end]).toBeCloseTo((0.7 / 6) * (Math.log(2 / 3) - divergence), 5);
  });

  it('it adds to the gradient of the rewards, and the parameters are what they were after the start was consulted', () => {
    const judge: Judge = (_, at) => at;
    const [free, held] = [heldStep(0, judge), heldStep(1, judge)];
    expect(held.gradient[a]! - free.gradient[a]!).toBeCloseTo(0.5 * (Math.log(2) - divergence), 5);
    expect(held.table[start]![a]).toBeCloseTo(Math.log(3), 6);
  });

  it('a step that is free to go anywhere reports no divergence', () => {
    expect(bigramStep(() => 1).figures.kl).toBeNull();
  });
});

describe('the greedy caption', () => {
  const prefersA = (model: BigramCaptioner): void => {
    model.set(start, a, 2);
    model.set(a, end, 3);
  };
  const judge: Judge = ({ tokens }) => tokens.length;

  it('is the baseline where that was asked for, once an image', () => {
    const { figures, heard, samples } = bigramStep(judge, { baseline: 'greedy' }, prefersA);
    expect(heard[0]!.map(({ tokens }) => tokens)).toEqual([
      [a, end],
      [a, end],
    ]);
    expect(figures.greedyReward).toBe(2);
    const expected = samples.reduce((sum, { tokens, logProbabilities }) => {
      const logP = logProbabilities.reduce((total, value) => total + value, 0);
      return sum - (tokens.length - 2) * logP;
    }, 0);
    const count = samples.reduce((sum, { tokens }) => sum + tokens.length, 0);
    expect(figures.loss).toBeCloseTo(expected / count, 5);
  });

  it('is rewarded for the log only when it is asked for, and then changes nothing of the loss', () => {
    const [without, measured] = [false, true].map((measureGreedy) => bigramStep(judge, { measureGreedy }, prefersA));
    expect([without!.figures.greedyReward, measured!.figures.greedyReward]).toEqual([null, 2]);
    expect([without!.heard.length, measured!.heard.length]).toEqual([1, 2]);
    expect(measured!.figures.loss).toBe(without!.figures.loss);
  });
});

it('nothing is dropped, neither where samples are drawn nor where the loss is differentiated: both are one policy', () => {
  expect(bigramStep(() => 0).dropouts).toEqual([null, null]); // encoded, once for both, and decoded to learn
});

it('unfinished samples are handed over as such, without an end among their tokens', () => {
  const { samples } = bigramStep(() => 0);
  for (const { tokens, finished } of samples) {
    expect(finished).toBe(tokens.at(-1) === end);
    expect(tokens.filter((token) => token === end).length).toBe(finished ? 1 : 0);
  }
});

it('a signal’s mean is over the samples where it applies, and one that applied to none is absent', () => {
  const signals = {
    some: Float64Array.of(1, Number.NaN, 4, Number.NaN, Number.NaN, 1),
    none: new Float64Array(6).fill(Number.NaN),
  };
  const reward = (): Rewards => ({ total: new Float64Array(6), signals });
  expect(bigramStep(() => 0, { reward }).figures.signals).toEqual({ some: 2 });
});

it('a reward that fails leaves no tensors behind', () => {
  for (const baseline of ['greedy', 'leave-one-out'] as const) {
    const reward = (): Rewards => {
      throw new Error('the parser is gone');
    };
    expect(() => bigramStep(() => 0, { baseline, reward })).toThrow('the parser is gone');
  }
});

it('on a toy task, naming word 6, the mean reward of a NadirMini’s samples rises within 20 steps, and no step keeps a tensor', () => {
  const model = smallModel();
  const optimizer = new AdamW(model.trainableParameters(), { beta1: 0.9, beta2: 0.98, weightDecay: 0, clipNorm: 1 });
  const images = features(4);
  const random = new Random(7);
  const counts = new Set<number>();
  const rewards = Array.from({ length: 20 }, () => {
    const { reward } = selfCriticalStep({
      ...plain,
      model,
      optimizer,
      features: images,
      reward: rewardOf(({ tokens }) => (tokens.includes(6) ? 1 : 0)),
      samplesPerImage: 5,
      maxNewTokens: 5,
      learningRate: 0.005,
      random,
    });
    counts.add(tf.memory().numTensors);
    return reward;
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(rewards.slice(0, 2))).toBeLessThan(0.5);
  expect(mean(rewards.slice(-5))).toBeGreaterThan(0.9);
  expect(counts.size).toBe(1);
  optimizer.dispose();
  images.dispose();
  model.dispose();
});
