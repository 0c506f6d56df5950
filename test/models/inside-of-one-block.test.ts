import { expect, it } from 'vitest';
import { BertDecoder } from '../../main/models/bert/decoder.ts';
import { llamaConfigSchema } from '../../main/models/llama/config.ts';
import { countedPositions, Llama } from '../../main/models/llama/model.ts';
import { QFormer } from '../../main/models/qformer/model.ts';
import { T5Stack } from '../../main/models/t5/stack.ts';
import { vitConfigSchema } from '../../main/models/vit/config.ts';
import { Vit } from '../../main/models/vit/model.ts';
import { type Tensor, type Tensor4D, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { Random } from '../../main/tensor/random.ts';
import { values } from '../tensor/ops/finite-differences.ts';

const [batch, tokens, width, heads, feedForwardWidth] = [2, 17, 16, 4, 32];
const random = new Random(1);
const shared = { width, heads, feedForwardWidth, activation: 'gelu', epsilon: 1e-6 } as const;

/** A stack of `layers` and a pass through it; what it keeps between tokens too where it writes. */
type Made = readonly [stack: Module, pass: () => unknown];
const stacks: Readonly<Record<string, (layers: number) => Made>> = {
  ViT: (layers) => {
    const sizes = { hidden_size: width, intermediate_size: feedForwardWidth, num_attention_heads: heads };
    const model = new Vit(
      vitConfigSchema.parse({ ...sizes, num_hidden_layers: layers, image_size: 16, patch_size: 4 }),
      random,
    );
    return [model, () => model.apply(values([batch, 16, 16, 3], 1) as Tensor4D)];
  },
  'Q-Former': (layers) => {
    const more = { queries: tokens, imageWidth: width, crossAttentionEvery: 2, norm: 'after' } as const;
    const model = new QFormer({ ...shared, ...more, layers }, random);
    return [model, () => model.apply(values([batch, tokens, width], 2), null)];
  },
  'T5 encoder': (layers) => {
    const more = { headWidth: width / heads, buckets: 8, maxDistance: 16, memoryWidth: null, attentionScale: 1 };
    const model = new T5Stack({ ...shared, ...more, layers }, random);
    return [model, () => model.apply(values([batch, tokens, width], 3), model.begin(null), null)];
  },
  Llama: (layers) => {
    const sizes = { vocab_size: 30, hidden_size: width, intermediate_size: feedForwardWidth };
    const config = { ...sizes, num_hidden_layers: layers, num_attention_heads: heads };
    const model = new Llama(llamaConfigSchema.parse(config), random);
    const mask = new Uint8Array(batch * tokens).fill(1);
    const read = { positions: countedPositions(mask, tokens), mask };
    return [model, () => model.apply(values([batch, tokens, width], 4), read, null)];
  },
  'BERT decoder': (layers) => {
    const model = new BertDecoder({ ...shared, layers, vocabularySize: 30, positions: 32, memoryWidth: width }, random);
    const ids = Int32Array.from({ length: batch * tokens }, (_, at) => at % 30);
    const memory = values([batch, tokens, width], 5);
    return [model, () => model.apply(ids, tokens, model.start(memory), null)];
  },
};

/** The most tensors there are at once during a pass beyond those before it. */
function mostTensors([stack, pass]: Made): number {
  const before = tf.memory().numTensors;
  let most = 0;
  const engine = tf.engine();
  const run = engine.runKernel.bind(engine);
  engine.runKernel = <T extends Tensor | Tensor[]>(...given: Parameters<typeof run>): T => {
    const result = run<T>(...given);
    most = Math.max(most, tf.memory().numTensors - before);
    return result;
  };
  try {
    tf.tidy(() => {
      pass();
    });
  } finally {
    engine.runKernel = run;
  }
  stack.dispose();
  return most;
}

it.each([
  ['ViT', 1, 'its output'],
  ['Q-Former', 1, 'its output'],
  ['T5 encoder', 3, 'its output, keys and values'],
  ['Llama', 3, 'its output, keys and values'],
  ['BERT decoder', 5, 'its output, keys and values, and those of the memory'],
])('%s: a block more adds %d tensors, %s; not what it computed inside', (name, handedOn) => {
  const [few, many] = [mostTensors(stacks[name]!(4)), mostTensors(stacks[name]!(14))];
  expect((many - few) / 10).toBe(handedOn);
});
