import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sequence } from '../../main/generation/sequence.ts';
import { BlipCaptioner } from '../../main/models/blip/captioner.ts';
import type { Captioner, PublishedCaptioner } from '../../main/models/captioner.ts';
import type { Rewards } from '../../main/rewards/compose.ts';
import { type Scalar, type Tensor, tf, type Variable } from '../../main/tensor/backend.ts';
import { adapterParameters, adaptLinears } from '../../main/tensor/lora.ts';
import { Random } from '../../main/tensor/random.ts';
import { AdamW } from '../../main/training/adamw.ts';
import { type SelfCriticalOptions, selfCriticalStep } from '../../main/training/self-critical.ts';
import { SparingCaptioner } from '../../main/training/sparing-captioner.ts';
import { StartingPolicy } from '../../main/training/starting-policy.ts';
import { expectSameGradients } from '../models/padded-batch.ts';
import { smallCaptioners } from '../models/small-published.ts';
import { values } from '../tensor/ops/finite-differences.ts';
import { GradientRecorder } from './bigram-captioner.ts';
import { difference, earnedAbove, objective } from './policy-objective.ts';

const [images, samplesPerImage, maxNewTokens] = [2, 3, 6];
const plain = { samplesPerImage, temperature: 0.8, baseline: 'leave-one-out', maxNewTokens } as const;

/** A reward that hangs on every word: what share of them is even, and a little for short captions. */
const judge = (sequences: readonly Sequence[]): Rewards => ({
  total: Float64Array.from(
    sequences,
    ({ tokens }) => tokens.filter((token) => token % 2 === 0).length / tokens.length - tokens.length / 50,
  ),
  signals: {},
});

/** The linear layers of each language model that adapters are usually put to. */
const queriesAndValues = /^(language|decoder)\..*\b(q|v)$/;

/** Freezes all but adapters of the language model and, beside them, the Q-Former where there is one. */
function adapt({ module }: PublishedCaptioner): void {
  adaptLinears(module, { pattern: queriesAndValues, rank: 2, alpha: 4, seed: 5 });
  const qformer = [...module.namedModules()].find(([name]) => name === 'qformer')?.[1];
  qformer?.unfreeze();
  // The second matrix of an adapter begins at zero, and the first then has no gradient: here it has been trained.
  for (const [name, variable] of adapterParameters(module))
    if (name.endsWith('lora_b')) tf.tidy(() => variable.assign(tf.mul(values(variable.shape, 6), 0.2) as Variable));
}

describe.each(Object.keys(smallCaptioners))('%s', (name) => {
  let model: PublishedCaptioner;
  let features: Tensor;
  let before: number;
  beforeEach(() => {
    before = tf.memory().numTensors;
    model = smallCaptioners[name]!();
    // As it is opened for fine-tuning: its tower is frozen.
    if (model instanceof BlipCaptioner) model.module.vision.freeze();
    features = values([images, 5, 12], 3);
  });
  // Every test here also shows that nothing leaks.
  afterEach(() => {
    features.dispose();
    model.module.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  /** A step that only notes its gradients, by the captioner given, which is the model or wraps it. */
  function noted(captioner: Captioner, options: Partial<SelfCriticalOptions> = {}) {
    const recorder = new GradientRecorder(model.module.trainableParameters());
    let samples: readonly Sequence[] = [];
    let rewards = new Float64Array(0);
    const figures = selfCriticalStep({
      ...plain,
      model: captioner,
      optimizer: recorder,
      features,
      reward: (sequences) => {
        const judged = judge(sequences);
        samples = sequences;
        rewards = Float64Array.from(judged.total);
        return judged;
      },
      learningRate: 0,
      random: new Random(2),
      measureGreedy: false,
      ...options,
    });
    recorder.dispose();
    return { figures, gradients: recorder.gradients, samples, earned: { ...plain, features, samples, rewards } };
  }

  /** Gradients of ln p of one caption at the temperature, in a pass of its own: no padding, no batch. */
  function gradientsOfOne(row: number, tokens: readonly number[]): Map<string, Float32Array> {
    const found = new Map<string, Float32Array>();
    tf.tidy(() => {
      const parameters = model.module.trainableParameters();
      const { special, vocabularySize } = model;
      const image = tf.slice(features, [Math.floor(row / samplesPerImage), 0, 0], [1, -1, -1]);
      const inputs = Int32Array.of(special.start, ...tokens.slice(0, -1));
      const allowed = tf.tensor1d(
        Array.from({ length: vocabularySize }, (_, id) => (special.forbidden.includes(id) ? -1e9 : 0)),
      );
      const { grads } = tf.variableGrads((): Scalar => {
        const logits = model.logits(model.encode(image, null), inputs, tokens.length, null);
        const logP = tf.logSoftmax(tf.div(tf.add(logits, allowed), plain.temperature));
        return tf.sum(tf.mul(logP, tf.oneHot(tf.tensor1d([...tokens], 'int32'), vocabularySize))) as Scalar;
      }, [...parameters.values()]);
      for (const [key, variable] of parameters) found.set(key, Float32Array.from(grads[variable.name]!.dataSync()));
    });
    return found;
  }

  it('the gradient of a self-critical step is −Σ (reward − baseline) · ∇ ln p of each caption alone ÷ tokens', () => {
    const { gradients, samples, earned, figures } = noted(model);
    expect(figures.equalGroups).toBe(0);
    expect(samples).toHaveLength(images * samplesPerImage);
    const tokens = samples.reduce((sum, sample) => sum + sample.tokens.length, 0);
    const expected = new Map([...gradients].map(([key, { length }]) => [key, new Float32Array(length)]));
    for (const [row, above] of earnedAbove(earned).entries())
      for (const [key, gradient] of gradientsOfOne(row, samples[row]!.tokens))
        for (const [at, value] of gradient.entries()) expected.get(key)![at]! -= (above * value) / tokens;
    expectSameGradients(gradients, expected, 1e-3);
  });

  it('and the slope of that objective, computed step by step with the cached model', () => {
    const { gradients, earned, figures } = noted(model);
    const lossNow = (): number => objective(model, earned);
    expect(figures.loss).toBeCloseTo(lossNow(), 4);
    // The steepest weight of the steepest parameters: the others drown in the rounding of 32-bit sums.
    const steepest = [...gradients]
      .map(([key, gradient]) => {
        const at = gradient.reduce(
          (best, each, index) => (Math.abs(each) > Math.abs(gradient[best]!) ? index : best),
          0,
        );
        return { key, at, slope: gradient[at]! };
      })
      .sort((one, other) => Math.abs(other.slope) - Math.abs(one.slope))
      .slice(0, 10);
    for (const { key, at, slope } of steepest) {
      // Small where the loss is steep: it bends there, as at embeddings that are small themselves.
      const step = Math.min(5e-3, 3e-4 / Math.abs(slope));
      const numeric = difference(model.module.trainableParameters().get(key)!, at, step, lossNow);
      expect(Math.abs(numeric - slope), key).toBeLessThan(0.03 * Math.abs(slope) + 2e-4);
    }
    expect(Math.abs(steepest.at(-1)!.slope)).toBeGreaterThan(1e-3);
  });

  it.each(['what is published as trained', 'adapters of the language model'])(
    'steps move %s, nothing that is frozen, and keep no tensor',
    (which) => {
      if (which.startsWith('adapters')) adapt(model);
      const captioner = new SparingCaptioner(model);
      const state = (trainable: boolean): Map<string, Float32Array> =>
        new Map(
          [...model.module.namedParameters()]
            .filter(([, variable]) => variable.trainable === trainable)
            .map(([key, variable]) => [key, Float32Array.from(variable.dataSync())]),
        );
      const [frozen, trained] = [state(false), state(true)];
      expect(frozen.size).toBeGreaterThan(20);
      const parameters = model.module.trainableParameters();
      const optimizer = new AdamW(parameters, { beta1: 0.9, beta2: 0.98, weightDecay: 0, clipNorm: 1 });
      const start = new StartingPolicy(optimizer.variables);
      const random = new Random(4);
      const counts = Array.from({ length: 3 }, () => {
        const figures = selfCriticalStep({
          ...plain,
          model: captioner,
          optimizer,
          features,
          reward: judge,
          learningRate: 0.01,
          random,
          measureGreedy: true,
          kl: { weight: 0.1, start },
        });
        expect(figures.gradientNorm).toBeGreaterThan(0);
        expect(figures.kl).toBeGreaterThanOrEqual(-1e-6);
        return tf.memory().numTensors;
      });
      expect(new Set(counts).size).toBe(1);
      expect(state(false)).toEqual(frozen);
      const moved = [...state(true)].filter(([key, now]) => now.some((value, at) => value !== trained.get(key)![at]));
      // Not all: what the Q-Former's last layer makes of an instruction's words is read by nobody.
      expect(moved.length).toBeGreaterThan(0.8 * trained.size);
      start.dispose();
      optimizer.dispose();
    },
  );

  it.each(['as published', 'with adapters in the language model'])(
    'recomputed blocks change neither the captions of a step nor its gradients, %s',
    (which) => {
      if (which.startsWith('with')) adapt(model);
      const kept = noted(model);
      const recomputed = noted(new SparingCaptioner(model));
      expect(recomputed.samples).toEqual(kept.samples);
      expect(recomputed.figures.loss).toBeCloseTo(kept.figures.loss, 5);
      expectSameGradients(recomputed.gradients, kept.gradients);
      // The comparison can fail: there is something to compare, in the adapters too.
      const steep = [...kept.gradients].filter(([, each]) => each.some((value) => Math.abs(value) > 1e-4));
      expect(steep.length).toBeGreaterThan(0.5 * kept.gradients.size);
      if (which.startsWith('with')) expect(steep.some(([key]) => key.endsWith('lora_a'))).toBe(true);
    },
  );
});
