import { expect, it } from 'vitest';
import { blipConfigSchema } from '../../main/models/blip/config.ts';
import { instructBlipConfigSchema } from '../../main/models/instructblip/config.ts';
import { t5ConfigSchema, t5Stacks } from '../../main/models/t5/config.ts';

const xl = { d_model: 2048, d_ff: 5120, d_kv: 64, num_heads: 32, num_layers: 24 };

it('T5 within BLIP-2 has gated exact GELU where the config names it, and else the tanh form of v1.1', () => {
  const activation = (given: object): object => {
    const { encoder, decoder } = t5Stacks(t5ConfigSchema.parse({ ...xl, ...given }));
    expect(decoder.activation).toBe(encoder.activation);
    return { activation: encoder.activation, isGated: encoder.isGated };
  };
  // As Salesforce/blip2-flan-t5-xl is published: LAVIS trained it with exact GELU, unlike FLAN-T5 itself.
  const published = { feed_forward_proj: 'gated-gelu', dense_act_fn: 'gelu', is_gated_act: true };
  expect(activation(published)).toEqual({ activation: 'gelu', isGated: true });
  expect(activation({ ...published, dense_act_fn: 'gelu_new' })).toEqual({ activation: 'gelu_new', isGated: true });
  expect(activation({ feed_forward_proj: 'gated-gelu' })).toEqual({ activation: 'gelu_new', isGated: true });
  expect(activation({ feed_forward_proj: 'relu' })).toEqual({ activation: 'relu', isGated: false });
  expect(() => activation({ dense_act_fn: 'mish' })).toThrow('dense_act_fn');
});

it('a config that leaves out what equals the defaults of its kind is read as upstream reads it', () => {
  // Releases around 4.50 write so little of Vicuna-7B, and no vocabulary of a FLAN-T5.
  const parts = { vision_config: {}, qformer_config: {} };
  const vicuna = instructBlipConfigSchema.parse({
    ...parts,
    model_type: 'instructblip',
    text_config: { model_type: 'llama', vocab_size: 32_001 },
  });
  expect(vicuna.language).toMatchObject({
    kind: 'llama',
    config: {
      hidden_size: 4096,
      intermediate_size: 11_008,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      bos_token_id: 1,
    },
  });
  const flan = instructBlipConfigSchema.parse({
    ...parts,
    model_type: 'blip-2',
    text_config: { model_type: 't5', ...xl },
  });
  expect(flan.language.config.vocab_size).toBe(32_128);
  // BLIP's published configs say 12; one that says nothing means 8.
  expect(blipConfigSchema.parse({ model_type: 'blip' }).text_config.num_attention_heads).toBe(8);
});
