import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sample } from '../../main/generation/roll-out.ts';
import type { Sequence } from '../../main/generation/sequence.ts';
import type { NadirMini } from '../../main/models/nadir-mini/model.ts';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import { labelLogProbabilities } from '../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../main/tensor/random.ts';
import { policyLogits, selfCriticalStep } from '../../main/training/self-critical.ts';
import { teacherBatch } from '../../main/training/teacher-batch.ts';
import { features, smallModel } from '../models/nadir-mini/small-model.ts';
import { GradientRecorder } from './bigram-captioner.ts';
import { difference, objective } from './policy-objective.ts';

// What is sampled step by step with the key/value cache and what is differentiated in one pass must be one policy.

const [images, samplesPerImage, maxNewTokens] = [3, 4, 7];
let model: NadirMini;
let tokens: Tensor;
beforeAll(() => {
  model = smallModel(3);
  tokens = features(images);
});
afterAll(() => {
  model.dispose();
  tokens.dispose();
});

function samplesAt(temperature: number, seed = 11): Sequence[] {
  const memory = tf.tidy(() => model.encode(tokens, null));
  const options = { sequencesPerImage: samplesPerImage, maxNewTokens, temperature, topK: 0, topP: 1 };
  const samples = sample(model, memory, options, new Random(seed));
  memory.dispose();
  return samples;
}

/** ln p of every token written, in the words' order, as the loss sees it. */
function differentiated(samples: readonly Sequence[], temperature: number): number[] {
  const batch = teacherBatch(
    samples.map((one) => one.tokens),
    model.special,
  );
  const all = tf.tidy(() => {
    const logits = model.logits(model.encode(tokens, null), batch.inputs, batch.length, null);
    return labelLogProbabilities(policyLogits(model, logits, temperature), batch.labels);
  });
  return samples.flatMap((one, row) => one.tokens.map((_, at) => all[row * batch.length + at]!));
}

describe.each([1, 0.7, 1.6])('at temperature %d', (temperature) => {
  it('the recorded log-probabilities are those that the loss differentiates, to 1e-4', () => {
    const samples = samplesAt(temperature);
    expect(new Set(samples.map((one) => one.tokens.length)).size).toBeGreaterThan(1);
    const recorded = samples.flatMap(({ logProbabilities }) => logProbabilities);
    const seen = differentiated(samples, temperature);
    expect(seen).toHaveLength(recorded.length);
    for (const [at, value] of recorded.entries()) expect(Math.abs(seen[at]! - value)).toBeLessThan(1e-4);
  });
});

it('another temperature is another policy: the comparison above would notice', () => {
  const recorded = samplesAt(0.7).flatMap(({ logProbabilities }) => logProbabilities);
  const seen = differentiated(samplesAt(0.7), 1);
  expect(Math.max(...recorded.map((value, at) => Math.abs(value - seen[at]!)))).toBeGreaterThan(0.05);
});

describe.each([1, 0.7])('at temperature %d', (temperature) => {
  it('the gradient is that of −Σ (reward − baseline) · ln p / tokens, by differences of the cached model', () => {
    const rewards = Float64Array.from({ length: images * samplesPerImage }, (_, at) => ((at * 7) % 5) / 2);
    const parameters = model.trainableParameters();
    const recorder = new GradientRecorder(parameters);
    let samples: readonly Sequence[] = [];
    const { loss } = selfCriticalStep({
      model,
      optimizer: recorder,
      features: tokens,
      reward: (sequences) => {
        samples = sequences;
        return { total: rewards, signals: {} };
      },
      samplesPerImage,
      temperature,
      baseline: 'leave-one-out',
      maxNewTokens,
      learningRate: 0,
      random: new Random(2),
      measureGreedy: false,
    });
    recorder.dispose();
    const lossNow = (): number =>
      objective(model, { features: tokens, samples, rewards, samplesPerImage, temperature });
    expect(loss).toBeCloseTo(lossNow(), 4);
    let compared = 0;
    // Every fourth parameter: each costs two more passes, and a fault would be in all of them.
    for (const [name, gradient] of [...recorder.gradients].filter((_, index) => index % 4 === 0)) {
      // The steepest weight of each parameter: the others drown in the rounding of 32-bit sums.
      const at = gradient.reduce(
        (best, value, index) => (Math.abs(value) > Math.abs(gradient[best]!) ? index : best),
        0,
      );
      if (Math.abs(gradient[at]!) < 0.01) continue;
      const numeric = difference(parameters.get(name)!, at, 5e-3, lossNow);
      expect(Math.abs(numeric - gradient[at]!), name).toBeLessThan(0.03 * Math.abs(gradient[at]!) + 1e-3);
      compared++;
    }
    expect(compared).toBeGreaterThan(6);
  });
});
