import { expect, it } from 'vitest';
import type { T5StackConfig } from '../../../main/models/t5/config.ts';
import { T5Stack } from '../../../main/models/t5/stack.ts';
import { type Tensor, tf } from '../../../main/tensor/backend.ts';
import { Dropout } from '../../../main/tensor/dropout.ts';
import { Random } from '../../../main/tensor/random.ts';
import {
  add,
  attention,
  gelu,
  geluTanh,
  linear,
  type Matrix,
  randomMatrix,
  rmsNorm,
  unevenWeights,
  Weights,
  worstDifference,
} from '../qformer/plain-arithmetic.ts';

const decoder: T5StackConfig = {
  width: 4,
  layers: 2,
  heads: 2,
  headWidth: 3,
  feedForwardWidth: 6,
  activation: 'gelu',
  isGated: false,
  buckets: 4,
  maxDistance: 8,
  memoryWidth: 5,
  attentionScale: 3 ** -0.5,
  epsilon: 1e-6,
};

/** Buckets of 4 up to 8 by hand: a decoder has 0, 1, then from 2 and from 4; an encoder 0, then 1 and more, on each side. */
const bucketByHand = (distance: number, isDecoder: boolean): number => {
  const steps = isDecoder ? Math.max(-distance, 0) : Math.abs(distance);
  if (isDecoder) return [0, 1, 2, 2][steps] ?? 3;
  return Math.min(steps, 1) + (distance > 0 ? 2 : 0);
};

/** A T5 stack as Raffel et al. 2020 and the v1.1 release describe it, for one sequence. */
function plain(config: T5StackConfig, weights: Weights, input: Matrix, memory: Matrix | null): Matrix {
  const { heads, epsilon, attentionScale: scale } = config;
  const table = weights.matrix('relative_attention_bias');
  const score = (head: number, query: number, key: number): number =>
    memory && key > query ? Number.NEGATIVE_INFINITY : table[bucketByHand(key - query, memory !== null)]![head]!;
  let x = input;
  for (let index = 0; index < config.layers; index++) {
    const block = weights.at(`block.${index}`);
    const own = rmsNorm(x, block.at('self_attention_norm'), epsilon);
    x = add(x, attention(own, own, block.at('self_attention'), { heads, scale, score }));
    if (memory) {
      const looking = rmsNorm(x, block.at('cross_attention_norm'), epsilon);
      x = add(x, attention(looking, memory, block.at('cross_attention'), { heads, scale }));
    }
    const normal = rmsNorm(x, block.at('feed_forward_norm'), epsilon);
    const part = block.at('feed_forward');
    const each = (y: Matrix, f: (value: number) => number): Matrix => y.map((row) => row.map(f));
    const inner = config.isGated
      ? each(linear(normal, part.at('wi_0')), geluTanh).map((row, i) =>
          row.map((value, j) => value * linear(normal, part.at('wi_1'))[i]![j]!),
        )
      : each(linear(normal, part.at('wi')), config.activation === 'relu' ? (value) => Math.max(value, 0) : gelu);
    x = add(x, linear(inner, part.at('wo')));
  }
  return rmsNorm(x, weights.at('final_norm'), epsilon);
}

const tensor = (matrices: readonly Matrix[]): Tensor => tf.tensor3d(matrices as number[][][]);

it.each([
  ['gelu', false, 3 ** -0.5],
  ['relu', false, 1],
  ['gelu_new', true, 1],
] as const)(
  'a decoder with %s (gated: %s) and scale %f equals plain arithmetic, two sequences for each memory',
  (activation, isGated, attentionScale) => {
    const config = { ...decoder, activation, isGated, attentionScale };
    const model = new T5Stack(config, new Random(1));
    const weights = new Weights(unevenWeights(model, 2));
    const inputs = [1, 2, 3, 4].map((seed) => randomMatrix(6, 4, seed));
    const memories = [randomMatrix(3, 5, 8), randomMatrix(3, 5, 9)];
    const actual = tf.tidy(() => model.apply(tensor(inputs), model.begin(tensor(memories)), null).hidden.dataSync());
    const expected = inputs.flatMap((input, row) => plain(config, weights, input, memories[row < 2 ? 0 : 1]!));
    expect(worstDifference(actual, expected)).toBeLessThan(2e-5);
    model.dispose();
  },
);

it('an encoder sees both sides and equals plain arithmetic', () => {
  const config = { ...decoder, memoryWidth: null };
  const model = new T5Stack(config, new Random(1));
  const weights = new Weights(unevenWeights(model, 2));
  const inputs = [randomMatrix(6, 4, 1), randomMatrix(6, 4, 2)];
  const actual = tf.tidy(() => model.apply(tensor(inputs), model.begin(null), null).hidden.dataSync());
  expect(
    worstDifference(
      actual,
      inputs.flatMap((input) => plain(config, weights, input, null)),
    ),
  ).toBeLessThan(2e-5);
  model.dispose();
});

it('tokens given one at a time, or two and then four, equal all six at once', () => {
  const model = new T5Stack(decoder, new Random(1));
  unevenWeights(model, 2);
  const inputs = [1, 2, 3, 4].map((seed) => randomMatrix(6, 4, seed));
  const memories = [randomMatrix(3, 5, 8), randomMatrix(3, 5, 9)];
  const inParts = (...parts: number[]): number[][][] =>
    tf.tidy(() => {
      let caches = model.begin(tensor(memories));
      let from = 0;
      const pieces = parts.map((length) => {
        const part = tensor(inputs.map((input) => input.slice(from, from + length)));
        const next = model.apply(part, caches, null);
        caches = next.caches;
        from += length;
        return next.hidden;
      });
      return tf.concat(pieces, 1).arraySync() as number[][][];
    });
  const whole = inParts(6).flat();
  for (const parts of [
    [1, 1, 1, 1, 1, 1],
    [2, 4],
  ])
    expect(worstDifference(inParts(...parts).flat(2), whole)).toBeLessThan(1e-5);
  model.dispose();
});

it('a later token changes nothing before it', () => {
  const model = new T5Stack(decoder, new Random(1));
  unevenWeights(model, 2);
  const memory = [randomMatrix(3, 5, 8)];
  const input = randomMatrix(6, 4, 1);
  const changed = [...input.slice(0, 4), [9, -9, 9, 9], input[5]!];
  const run = (x: Matrix): number[][] =>
    tf.tidy(() => {
      const { hidden } = model.apply(tensor([x]), model.begin(tensor(memory)), null);
      return (hidden.arraySync() as number[][][])[0]!;
    });
  expect(worstDifference(run(changed).slice(0, 4).flat(), run(input).slice(0, 4))).toBeLessThan(1e-6);
  expect(worstDifference(run(changed)[5]!, [run(input)[5]!])).toBeGreaterThan(1e-3);
  model.dispose();
});

it('repeats itself without dropout, differs with it, and leaves no tensors behind', () => {
  const model = new T5Stack(decoder, new Random(1));
  const before = tf.memory().numTensors;
  const run = (dropout: Dropout | null): number[] =>
    tf.tidy(() => {
      const caches = model.begin(tensor([randomMatrix(3, 5, 8)]));
      return Array.from(model.apply(tensor([randomMatrix(6, 4, 1)]), caches, dropout).hidden.dataSync());
    });
  expect(run(null)).toEqual(run(null));
  expect(run(new Dropout(0.5, new Random(4)))).not.toEqual(run(null));
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});
