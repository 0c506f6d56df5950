import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sample } from '../../main/generation/roll-out.ts';
import type { PublishedCaptioner } from '../../main/models/captioner.ts';
import { tokenPlaces } from '../../main/models/token-rows.ts';
import { type Scalar, type Tensor, tf } from '../../main/tensor/backend.ts';
import { weightedCrossEntropy } from '../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../main/tensor/random.ts';
import { AdamW } from '../../main/training/adamw.ts';
import { crossEntropyStep } from '../../main/training/cross-entropy.ts';
import { teacherBatch } from '../../main/training/teacher-batch.ts';
import { values } from '../tensor/ops/finite-differences.ts';
import { worst } from './nadir-mini/small-model.ts';
import { expectLossOfRows } from './padded-batch.ts';
import { expectSameWriting } from './same-writing.ts';
import { smallCaptioners } from './small-published.ts';

const images = 3;
const features = (): Tensor => values([images, 5, 12], 3);
const length = 6;
/** Captions to score: two for each image. */
const inputs = (start: number): Int32Array =>
  Int32Array.from({ length: 2 * images * length }, (_, at) => (at % length === 0 ? start : 10 + ((7 * at) % 26)));

describe.each(Object.keys(smallCaptioners))('%s', (name) => {
  let model: PublishedCaptioner;
  let before: number;
  beforeEach(() => {
    before = tf.memory().numTensors;
    model = smallCaptioners[name]!();
  });
  // Every test here also shows that nothing leaks.
  afterEach(() => {
    model.module.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  const memoryOf = (of: Tensor): Tensor => tf.tidy(() => model.encode(of, null));
  const full = (memory: Tensor, given: Int32Array): Float32Array =>
    tf.tidy(() => model.logits(memory, given, length, null).dataSync() as Float32Array);

  it('writing with a cache gives the logits of the whole forward at each place, also after rows changed and went', () => {
    const all = features();
    const memory = memoryOf(all);
    const given = inputs(model.special.start);
    const expected = full(memory, given);
    const size = model.vocabularySize;
    const state = model.begin(memory, 2);
    let rows = Array.from({ length: 2 * images }, (_, row) => row);
    for (let at = 0; at < length; at++) {
      // The two captions of each image change places in the middle; then the second of the three images goes.
      const kept = at === 3 ? [1, 0, 3, 2, 5, 4] : at === 4 ? [0, 1, 4, 5] : null;
      if (kept) {
        state.keep(Int32Array.from(kept));
        rows = kept.map((row) => rows[row]!);
      }
      const logits = state.step(Int32Array.from(rows, (row) => given[row * length + at]!));
      for (const [place, row] of rows.entries()) {
        const [from, own] = [(row * length + at) * size, logits.subarray(place * size, (place + 1) * size)];
        expect(worst(own, expected.subarray(from, from + size))).toBeLessThan(2e-5);
      }
    }
    state.dispose();
    tf.dispose([all, memory]);
  });

  it('a batch of three equals three batches of one, in logits and in every kind of writing', () => {
    const all = features();
    const memory = memoryOf(all);
    const given = inputs(model.special.start);
    const together = full(memory, given);
    const alone = Array.from({ length: images }, (_, image) => {
      const own = tf.tidy(() => all.slice([image], [1]));
      const single = memoryOf(own);
      own.dispose();
      const rows = given.subarray(2 * image * length, 2 * (image + 1) * length);
      const size = together.length / images;
      expect(worst(full(single, rows), together.subarray(image * size, (image + 1) * size))).toBeLessThan(2e-5);
      return single;
    });
    all.dispose();
    expectSameWriting(
      { writer: model, memory },
      alone.map((single) => ({ writer: model, memory: single })),
    );
  });

  it('captions of several lengths in one step have the loss and every gradient of a step for each', () => {
    if (name === 'BLIP') (model.module as unknown as { vision: { freeze(): void } }).vision.freeze();
    const captions = ['abcab', 'x', 'pqr'].map((text) => model.tokensOf(text));
    const lossOf = (rows: readonly number[]): Scalar => {
      const { inputs, labels, weights, length } = teacherBatch(
        rows.map((row) => captions[row]!),
        model.special,
      );
      const memory = model.encode(tf.gather(features(), [...rows]), null);
      return weightedCrossEntropy(model.logits(memory, inputs, length, null), labels, weights);
    };
    const alone = captions.map(({ length }, row) => ({ loss: () => lossOf([row]), tokens: length }));
    expectLossOfRows(model.module, () => lossOf([0, 1, 2]), alone);
  });

  it('with the lengths of captions there are the logits of their tokens alone', () => {
    const all = features();
    const memory = memoryOf(all);
    const given = inputs(model.special.start);
    const lengths = Array.from({ length: 2 * images }, (_, row) => 1 + (row % length));
    const expected = full(memory, given);
    const packed = tf.tidy(() => model.logits(memory, given, length, null, lengths).dataSync() as Float32Array);
    const size = model.vocabularySize;
    const places = [...tokenPlaces(lengths, length)];
    const atTokens = places.flatMap((place) => [...expected.subarray(place * size, (place + 1) * size)]);
    expect(worst(packed, atTokens)).toBeLessThan(2e-5);
    tf.dispose([all, memory]);
  });

  it('sampled captions have the ln p that training computes for them, and never a forbidden word', () => {
    const all = features();
    const memory = memoryOf(all);
    const options = { sequencesPerImage: 2, maxNewTokens: length, temperature: 1, topK: 0, topP: 1 };
    const sampled = sample(model, memory, options, new Random(4));
    const given = Int32Array.from({ length: 2 * images * length }, (_, at) => {
      const { tokens } = sampled[Math.floor(at / length)]!;
      return at % length === 0 ? model.special.start : (tokens[(at % length) - 1] ?? model.special.padding);
    });
    const logits = full(memory, given);
    for (const [row, { tokens, logProbabilities }] of sampled.entries())
      for (const [at, token] of tokens.entries()) {
        expect(model.special.forbidden).not.toContain(token);
        const from = (row * length + at) * model.vocabularySize;
        const place = Array.from(logits.subarray(from, from + model.vocabularySize));
        const allowed = place.filter((_, id) => !model.special.forbidden.includes(id));
        const total = Math.log(allowed.reduce((sum, logit) => sum + Math.exp(logit), 0));
        expect(logProbabilities[at]).toBeCloseTo(place[token]! - total, 4);
      }
    tf.dispose([all, memory]);
  });

  it('cross-entropy steps teach it two captions and leave its frozen parts alone', () => {
    if (name === 'BLIP') (model.module as unknown as { vision: { freeze(): void } }).vision.freeze();
    const frozen = () =>
      [...model.module.namedParameters()]
        .filter(([, variable]) => !variable.trainable)
        .map(([, variable]) => variable.dataSync().slice());
    const start = frozen();
    expect(start.length).toBeGreaterThan(20);
    const optimizer = new AdamW(model.module.trainableParameters(), {
      beta1: 0.9,
      beta2: 0.98,
      weightDecay: 0,
      clipNorm: 1,
    });
    const all = features();
    const captions = ['abc', 'abd', 'xyz'].map((text) => model.tokensOf(text));
    const losses = Array.from(
      { length: 15 },
      () =>
        crossEntropyStep({
          model,
          optimizer,
          features: all,
          captions,
          unknown: new Set(),
          dropout: null,
          labelSmoothing: 0,
          learningRate: 0.03,
        }).loss,
    );
    expect(losses.at(-1)!).toBeLessThan(0.93 * losses[0]!);
    expect(frozen()).toEqual(start);
    optimizer.dispose();
    all.dispose();
  });

  it('publishes each weight once, and of the trained ones no others', () => {
    const state = model.publishedState('all');
    expect([...state.keys()].every((key) => key.includes('.') || key === 'query_tokens')).toBe(true);
    expect(state.size).toBe([...model.module.namedParameters()].length);
    const trained = model.publishedState('trained');
    expect([...trained.keys()].every((key) => state.has(key))).toBe(true);
    expect(trained.size).toBe(model.module.trainableParameters().size);
  });
});
