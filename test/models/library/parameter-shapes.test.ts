import { expect, it } from 'vitest';
import { blipConfigSchema } from '../../../main/models/blip/config.ts';
import { Blip } from '../../../main/models/blip/model.ts';
import { instructBlipConfigSchema } from '../../../main/models/instructblip/config.ts';
import { InstructBlip } from '../../../main/models/instructblip/model.ts';
import { architectureOf } from '../../../main/models/library/architecture.ts';
import {
  blipShapes,
  instructBlipShapes,
  nadirMiniShapes,
  type ParameterShape,
} from '../../../main/models/library/parameter-shapes.ts';
import type { Module } from '../../../main/tensor/module.ts';
import { smallConfig, smallModel, smallVocabulary } from '../nadir-mini/small-model.ts';

// Every size is a number of its own, so that one taken for another shows.
const vision_config = {
  hidden_size: 12,
  intermediate_size: 17,
  num_hidden_layers: 2,
  num_attention_heads: 3,
  image_size: 20,
  patch_size: 5,
};
const qformer_config = {
  vocab_size: 41,
  hidden_size: 8,
  num_hidden_layers: 4,
  num_attention_heads: 2,
  intermediate_size: 13,
  max_position_embeddings: 19,
  cross_attention_frequency: 3,
};
const t5 = { model_type: 't5', vocab_size: 37, d_model: 16, d_kv: 5, d_ff: 21, num_layers: 3, num_decoder_layers: 2 };
const t5Sizes = { ...t5, num_heads: 6, relative_attention_num_buckets: 9 };
const llama = {
  model_type: 'llama',
  vocab_size: 37,
  hidden_size: 24,
  intermediate_size: 29,
  num_hidden_layers: 2,
  num_attention_heads: 4,
};

/** Disposes the module. */
function parametersOf(module: Module): Record<string, readonly number[]> {
  const parameters = [...module.namedParameters()].map(([name, { shape }]) => [name, [...shape]] as const);
  module.dispose();
  return Object.fromEntries(parameters);
}
const named = (shapes: readonly ParameterShape[]): Record<string, readonly number[]> =>
  Object.fromEntries(shapes.map(([name, { shape }]) => [name, shape]));

it.each([
  ['InstructBLIP with a gated T5', 'instructblip', { ...t5Sizes, feed_forward_proj: 'gated-gelu' }, false, {}],
  ['InstructBLIP with a tied T5 that is not gated', 'instructblip', t5Sizes, true, {}],
  ['BLIP-2 with T5, and no biases in the tower', 'blip-2', t5Sizes, false, { qkv_bias: false }],
  ['InstructBLIP with Llama', 'instructblip', llama, false, {}],
  [
    'InstructBLIP with a tied Llama of few key heads, wide heads and biases',
    'instructblip',
    { ...llama, num_key_value_heads: 2, head_dim: 7, attention_bias: true },
    true,
    {},
  ],
  [
    'InstructBLIP with a Llama of biases in its feed-forward part',
    'instructblip',
    { ...llama, mlp_bias: true },
    false,
    {},
  ],
] as const)('%s has the parameters that are worked out of its config', (_, model_type, text_config, isTied, tower) => {
  const vision = { ...vision_config, ...tower };
  const config = instructBlipConfigSchema.parse({ model_type, vision_config: vision, qformer_config, text_config });
  const worked = named(instructBlipShapes(config, isTied));
  expect(worked).toEqual(parametersOf(new InstructBlip(config, isTied, null)));
});

const blip = {
  model_type: 'blip',
  vision_config,
  text_config: {
    ...{ vocab_size: 37, hidden_size: 18, intermediate_size: 23, num_hidden_layers: 2, num_attention_heads: 3 },
    ...{ max_position_embeddings: 11, bos_token_id: 3, sep_token_id: 2 },
  },
};
it('so has BLIP', () => {
  const config = blipConfigSchema.parse(blip);
  expect(named(blipShapes(config))).toEqual(parametersOf(new Blip(config, null)));
});

it('so has nadir-mini with its words', () => {
  expect(named(nadirMiniShapes(smallConfig, smallVocabulary.size))).toEqual(parametersOf(smallModel()));
});

it('the numbers in these parameters are those that a config is counted to have', () => {
  const count = (shapes: readonly ParameterShape[]): number =>
    shapes.reduce((sum, [, { shape }]) => sum + shape.reduce((product, size) => product * size, 1), 0);
  const gated = { ...t5Sizes, feed_forward_proj: 'gated-gelu' };
  for (const text_config of [gated, t5Sizes, { ...llama, attention_bias: true, mlp_bias: true }]) {
    const given = { model_type: 'instructblip', vision_config, qformer_config, text_config };
    const isTied = text_config === t5Sizes;
    const shapes = instructBlipShapes(instructBlipConfigSchema.parse(given), isTied);
    expect(count(shapes)).toBe(architectureOf(given).parameters!.total);
  }
  expect(count(blipShapes(blipConfigSchema.parse(blip)))).toBe(architectureOf(blip).parameters!.total);
});
