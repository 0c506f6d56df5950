import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { beamHypotheses } from '../../../main/generation/beam.ts';
import { logSoftmaxRow } from '../../../main/generation/distribution.ts';
import { greedy, sample } from '../../../main/generation/roll-out.ts';
import type { Sequence } from '../../../main/generation/sequence.ts';
import { type Tensor, tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';
import { captions, features, smallModel, worst } from './small-model.ts';

const model = smallModel();
const memory = tf.tidy(() => model.encode(features(2), null));
afterAll(() => {
  memory.dispose();
  model.dispose();
});

let before: number;
beforeEach(() => {
  before = tf.memory().numTensors;
});
// Every test here also shows that nothing leaks: steps and reorders run outside any tidy, as generation runs them.
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const vocabulary = model.vocabularySize;
const full = (of: Tensor, inputs: Int32Array, length: number): Float32Array =>
  tf.tidy(() => model.logits(of, inputs, length, null).dataSync() as Float32Array);
const column = (inputs: Int32Array, length: number, at: number): Int32Array =>
  Int32Array.from({ length: inputs.length / length }, (_, row) => inputs[row * length + at]!);

it('cached decoding gives the logits of the full forward at each position, three captions for each image', () => {
  const length = 20;
  const inputs = captions(6, length);
  const expected = full(memory, inputs, length);
  const state = model.begin(memory, 3);
  for (let at = 0; at < length; at++) {
    const logits = state.step(column(inputs, length, at));
    for (let row = 0; row < 6; row++) {
      const from = (row * length + at) * vocabulary;
      const actual = logits.subarray(row * vocabulary, (row + 1) * vocabulary);
      expect(worst(actual, expected.subarray(from, from + vocabulary))).toBeLessThan(1e-5);
    }
  }
  state.dispose();
});

it('after a reorder each row goes on from the caption it was given', () => {
  const length = 6;
  const inputs = captions(6, length);
  // Within the images' own rows 0–2 and 3–5: one is copied over another, two change places.
  const kept = Int32Array.of(2, 0, 0, 4, 3, 5);
  const chosen = Int32Array.from(kept, (row) => row);
  const mixed = Int32Array.from({ length: inputs.length }, (_, at) => {
    const row = Math.floor(at / length);
    return at % length < 3 ? inputs[chosen[row]! * length + (at % length)]! : inputs[at]!;
  });
  const expected = full(memory, mixed, length);
  const state = model.begin(memory, 3);
  for (let at = 0; at < length; at++) {
    if (at === 3) state.keep(kept);
    const logits = state.step(column(at < 3 ? inputs : mixed, length, at));
    if (at < 3) continue;
    for (let row = 0; row < 6; row++) {
      const from = (row * length + at) * vocabulary;
      const actual = logits.subarray(row * vocabulary, (row + 1) * vocabulary);
      expect(worst(actual, expected.subarray(from, from + vocabulary))).toBeLessThan(1e-5);
    }
  }
  state.dispose();
});

it('images that are left out take nothing from the others, in whichever order these come then', () => {
  const three = tf.tidy(() => model.encode(features(3), null));
  const length = 6;
  const inputs = captions(6, length);
  const expected = full(three, inputs, length);
  const state = model.begin(three, 2);
  let rows = [0, 1, 2, 3, 4, 5];
  for (let at = 0; at < length; at++) {
    // Image 1 goes and the others change places; then image 2 goes.
    const kept = { 2: [4, 5, 0, 1], 4: [2, 3] }[at];
    if (kept) {
      state.keep(Int32Array.from(kept));
      rows = kept.map((row) => rows[row]!);
    }
    const all = column(inputs, length, at);
    const logits = state.step(Int32Array.from(rows, (row) => all[row]!));
    for (const [place, row] of rows.entries()) {
      const from = (row * length + at) * vocabulary;
      const actual = logits.subarray(place * vocabulary, (place + 1) * vocabulary);
      expect(worst(actual, expected.subarray(from, from + vocabulary))).toBeLessThan(1e-5);
    }
  }
  expect(rows).toEqual([0, 1]);
  state.dispose();
  three.dispose();
});

it('rows of two images in the place of one are refused', () => {
  const state = model.begin(memory, 3);
  state.step(new Int32Array(6).fill(1));
  expect(() => state.keep(Int32Array.of(0, 1, 3))).toThrow('Rows stay with the 3 of their memory; got 0, 1, 3.');
  expect(() => state.keep(Int32Array.of(0, 1))).toThrow('got 0, 1.');
  state.step(new Int32Array(6).fill(4));
  state.dispose();
});

it('several captions of an image equal one at a time, and images of a batch equal each alone', () => {
  const length = 5;
  const inputs = captions(6, length);
  const together = full(memory, inputs, length);
  for (let row = 0; row < 6; row++) {
    const image = tf.slice(memory, [Math.floor(row / 3), 0, 0], [1, -1, -1]);
    const alone = full(image, inputs.slice(row * length, (row + 1) * length), length);
    image.dispose();
    const size = length * vocabulary;
    expect(worst(together.subarray(row * size, (row + 1) * size), alone)).toBeLessThan(1e-5);
  }
});

/** ln p of each token of a caption by the full forward, as training computes it. */
function taught(image: number, { tokens }: Sequence): number[] {
  const { start, forbidden } = model.special;
  const one = tf.slice(memory, [image, 0, 0], [1, -1, -1]);
  const logits = full(one, Int32Array.of(start, ...tokens.slice(0, -1)), tokens.length);
  one.dispose();
  return tokens.map((token, at) => {
    const row = logits.slice(at * vocabulary, (at + 1) * vocabulary);
    logSoftmaxRow(row, forbidden, 1);
    return row[token]!;
  });
}

it('greedy, sampled and beam-searched captions have the ln p that training would compute for them', () => {
  const options = { sequencesPerImage: 4, maxNewTokens: 12, temperature: 1, topK: 0, topP: 1 };
  const sampled = sample(model, memory, options, new Random(2));
  const best = greedy(model, memory, 12);
  const searched = beamHypotheses(model, memory, { beams: 4, maxNewTokens: 12, lengthPenalty: 1 });
  const all = [
    ...best.map((caption, image) => ({ image, caption })),
    ...sampled.map((caption, row) => ({ image: Math.floor(row / 4), caption })),
    ...searched.flatMap((found, image) => found.map(({ sequence }) => ({ image, caption: sequence }))),
  ];
  expect(all).toHaveLength(2 + 8 + 8);
  for (const { image, caption } of all)
    expect(worst(caption.logProbabilities, taught(image, caption))).toBeLessThan(1e-5);
  // The two images do not get the same captions, so that mixed-up memories would show.
  expect(searched[0]!.map(({ score }) => score)).not.toEqual(searched[1]!.map(({ score }) => score));
});

it('beam search scores at least what greedy does, and one beam is greedy', () => {
  const best = greedy(model, memory, 12);
  const sum = (caption: Sequence): number => caption.logProbabilities.reduce((total, value) => total + value, 0);
  const one = beamHypotheses(model, memory, { beams: 1, maxNewTokens: 12, lengthPenalty: 0 });
  expect(one.map(([only]) => only!.sequence)).toEqual(best);
  const many = beamHypotheses(model, memory, { beams: 8, maxNewTokens: 12, lengthPenalty: 0 });
  for (const [image, [first]] of many.entries()) {
    expect(first!.score).toBeCloseTo(sum(first!.sequence), 6);
    if (best[image]!.finished) expect(first!.score).toBeGreaterThanOrEqual(sum(best[image]!) - 1e-6);
  }
});

it('a wrong number of tokens is refused, and the state still frees all it holds', () => {
  const state = model.begin(memory, 3);
  state.step(new Int32Array(6).fill(1));
  expect(() => state.step(new Int32Array(5))).toThrow('Expected 6 tokens, got 5.');
  state.dispose();
});
