import { afterEach, describe, expect, it } from 'vitest';
import { greedy } from '../../main/generation/roll-out.ts';
import type { NadirMini } from '../../main/models/nadir-mini/model.ts';
import { tf } from '../../main/tensor/backend.ts';
import { Dropout } from '../../main/tensor/dropout.ts';
import { Random } from '../../main/tensor/random.ts';
import { AdamW } from '../../main/training/adamw.ts';
import { crossEntropyStep } from '../../main/training/cross-entropy.ts';
import { features, smallModel } from '../models/nadir-mini/small-model.ts';
import { BigramCaptioner, GradientRecorder, start, vocabularySize, word } from './bigram-captioner.ts';

const { a, b, end, unknown } = word;
const before = tf.memory().numTensors;
afterEach(() => expect(tf.memory().numTensors).toBe(before));

/** One step of the bigram captioner, where only start → a is not zero: p(a | start) = 3 / (3 + 6) = ⅓. */
function bigramStep(captions: readonly (readonly number[])[], labelSmoothing = 0, dropout: Dropout | null = null) {
  const model = new BigramCaptioner();
  model.set(start, a, Math.log(3));
  const optimizer = new GradientRecorder(model.parameters());
  const images = tf.zeros([captions.length, 1, 1]);
  const { loss } = crossEntropyStep({
    model,
    optimizer,
    features: images,
    captions,
    unknown: new Set([unknown]),
    dropout,
    labelSmoothing,
    learningRate: 1,
  });
  const gradient = optimizer.gradients.get('table')!;
  optimizer.dispose();
  tf.dispose([images, model.table]);
  return {
    loss,
    dropouts: model.dropouts,
    at: (last: number, next: number): number => gradient[last * vocabularySize + next]!,
  };
}

describe('the loss', () => {
  it('is the mean −ln p of all words and ends: (ln 3 + ln 7) / 2 = 1.522261', () => {
    expect(bigramStep([[a, end]]).loss).toBeCloseTo(1.522261, 5);
  });

  it('is a mean over tokens, not over captions: (ln 3 + 2 ln 7 + ln 9 ) / 4 for a short and a long one', () => {
    // [a, b, end] costs ln 3 + ln 7 + ln 7; [end] right after the start has p = 1/9.
    expect(bigramStep([[a, b, end], [end]]).loss).toBeCloseTo((Math.log(3) + 2 * Math.log(7) + Math.log(9)) / 4, 5);
  });

  it('with label smoothing 0.1 the word weighs 0.9 and all words together 0.1', () => {
    // Start row: mean −ln p = ln 9 − ln 3 / 7 = 2.040280; 0.9 · 1.098612 + 0.1 · 2.040280 = 1.192779. Other rows: ln 7.
    expect(bigramStep([[a, end]], 0.1).loss).toBeCloseTo((1.192779 + 1.94591) / 2, 5);
  });

  it('an unknown word is shown but carries no weight: neither its own nor among the tokens that count', () => {
    const { loss, at } = bigramStep([[a, unknown, end]]);
    expect(loss).toBeCloseTo(1.522261, 5); // start → a and unknown → end, over two
    for (let next = 0; next < vocabularySize; next++) expect(at(a, next)).toBe(0);
    expect(at(unknown, end)).toBeCloseTo((1 / 7 - 1) / 2, 6);
  });

  it('its gradient is (p − 1) at the word and p elsewhere, over the tokens; padding has none', () => {
    const { at } = bigramStep([[a, b, end], [end]]);
    expect(at(a, b)).toBeCloseTo((1 / 7 - 1) / 4, 6);
    expect(at(a, end)).toBeCloseTo(1 / 7 / 4, 6);
    expect(at(start, a)).toBeCloseTo((1 / 3 - 1 + 1 / 3) / 4, 6); // asked for once, and once passed over for the end
    for (let next = 0; next < vocabularySize; next++) expect(at(0, next)).toBe(0);
    for (let next = 0; next < vocabularySize; next++) expect(at(end, next)).toBe(0);
  });
});

it('dropout is in the encoder and in the decoder alike', () => {
  const dropout = new Dropout(0.5, new Random(1));
  expect(bigramStep([[a, end]], 0, dropout).dropouts).toEqual([dropout, dropout]);
});

const captions = [
  [4, 5, 6, 2],
  [7, 8, 9, 10, 2],
  [10, 4, 2],
  [6, 6, 5, 4, 8, 2],
];

/** Trains a small model on four captioned images and gives the losses. */
function train(
  model: NadirMini,
  steps: number,
  options: { dropoutSeed?: number; learningRate?: number } = {},
): number[] {
  const optimizer = new AdamW(model.trainableParameters(), { beta1: 0.9, beta2: 0.98, weightDecay: 0.01, clipNorm: 1 });
  const dropout = options.dropoutSeed === undefined ? null : new Dropout(0.2, new Random(options.dropoutSeed));
  const images = features(4);
  const counts = new Set<number>();
  const losses = Array.from({ length: steps }, () => {
    const { loss } = crossEntropyStep({
      model,
      optimizer,
      features: images,
      captions,
      unknown: new Set([3]),
      dropout,
      labelSmoothing: 0,
      learningRate: options.learningRate ?? 0.01,
    });
    counts.add(tf.memory().numTensors);
    return loss;
  });
  expect(counts.size).toBe(1);
  optimizer.dispose();
  images.dispose();
  return losses;
}

it('learns four images by heart: the loss falls below a twentieth and greedy writes their captions', () => {
  const model = smallModel();
  const losses = train(model, 60);
  expect(losses[0]).toBeGreaterThan(1.5);
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 20);
  const images = features(4);
  const memory = tf.tidy(() => model.encode(images, null));
  expect(greedy(model, memory, 10).map(({ tokens }) => tokens)).toEqual(captions);
  tf.dispose([images, memory]);
  model.dispose();
});

/** All weights after three steps with dropout. */
function trained(modelSeed: number, dropoutSeed: number): Float32Array {
  const model = smallModel(modelSeed);
  train(model, 3, { dropoutSeed });
  const weights = [...model.trainableParameters().values()].flatMap((variable) => [...variable.dataSync()]);
  model.dispose();
  return Float32Array.from(weights);
}

it('equal seeds give equal weights bit for bit, other seeds of the model or of dropout do not', () => {
  const weights = trained(1, 1);
  expect(weights.every(Number.isFinite)).toBe(true);
  expect(trained(1, 1)).toEqual(weights);
  expect(trained(1, 2)).not.toEqual(weights);
  expect(trained(2, 1)).not.toEqual(weights);
});

it('the frozen vision tower and feature scale are not trained', () => {
  const model = smallModel();
  const frozen = () =>
    [...model.namedParameters()]
      .filter(([name]) => /^vision_tower|scale/.test(name))
      .map(([, value]) => [...value.dataSync()]);
  const weights = frozen();
  train(model, 2);
  expect(weights.length).toBeGreaterThan(2);
  expect(frozen()).toEqual(weights);
  model.dispose();
});
