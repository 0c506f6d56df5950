import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ZodType } from 'zod';
import { blipConfigSchema } from '../../main/models/blip/config.ts';
import { instructBlipConfigSchema } from '../../main/models/instructblip/config.ts';
import { readArchitecture } from '../../main/models/library/architecture.ts';
import { llamaConfigSchema } from '../../main/models/llama/config.ts';
import { scalesOutputs, t5ConfigSchema } from '../../main/models/t5/config.ts';
import { vitConfigSchema } from '../../main/models/vit/config.ts';

// What upstream reads: configuration_*.py of transformers 5.18.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir config '));
});
afterEach(() => rmSync(folder, { recursive: true }));
function architecture(config: object) {
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  return readArchitecture(folder);
}

describe('an end token', () => {
  const schemas = { t5: t5ConfigSchema, llama: llamaConfigSchema };
  it.each(['t5', 'llama'] as const)('of %s may be a list of one', (kind) => {
    const end = (eos_token_id: unknown) => schemas[kind].parse({ eos_token_id }).eos_token_id;
    expect([end(7), end([7]), end([7, 7])]).toEqual([7, 7, 7]);
  });

  it('may not be two, none, or below zero', () => {
    const why = (eos_token_id: unknown) => llamaConfigSchema.safeParse({ eos_token_id }).error?.message ?? '';
    expect(why([2, 5])).toContain('it is [2,5]; one token that ends a text is supported');
    for (const none of [[], null, -1, [-1], '2']) expect(why(none), JSON.stringify(none)).toContain('eos_token_id');
  });
});

it('a token that the vocabulary has no row for is told by its name', () => {
  const text = { vocab_size: 20, pad_token_id: 0, eos_token_id: 1 };
  const why = (schema: ZodType, given: object): string => schema.safeParse(given).error?.message ?? '';
  expect(why(t5ConfigSchema, { ...text, decoder_start_token_id: 20 })).toMatch(
    /it is 20, of 20 tokens.*decoder_start_token_id/s,
  );
  expect(why(llamaConfigSchema, { ...text, eos_token_id: [31] })).toMatch(/it is 31, of 20 tokens.*eos_token_id/s);
  // BLIP's usual tokens lie at the end of BERT's vocabulary.
  const blip = { model_type: 'blip', text_config: text };
  expect(why(blipConfigSchema, blip)).toMatch(/it is 30522, of 20 tokens.*bos_token_id/s);
  expect(t5ConfigSchema.safeParse(text).success).toBe(true);
});

describe('the sides of images and patches', () => {
  it('may be [height, width] where the two are the same', () => {
    expect(vitConfigSchema.parse({ image_size: [56, 56], patch_size: [14, 14] })).toMatchObject({
      image_size: 56,
      patch_size: 14,
    });
  });

  it('are refused where they differ, by the name of the setting', () => {
    expect(() => architecture({ model_type: 'blip', vision_config: { image_size: [384, 512] } })).toThrow(
      /config\.json is not what this model needs: vision_config\.image_size: it is \[384,512\]; only squares, .* are supported/,
    );
    for (const image_size of [[384], [384, 384, 3], [384, '384'], []])
      expect(vitConfigSchema.safeParse({ image_size }).success).toBe(false);
  });
});

describe('a part that is left out, or null,', () => {
  const text_config = { model_type: 'llama' };
  it.each([
    ['absent', {}],
    ['null', { vision_config: null, qformer_config: null }],
  ])('%s has upstream’s defaults', (_, parts) => {
    const config = instructBlipConfigSchema.parse({ model_type: 'instructblip', ...parts, text_config });
    expect(config.vision_config).toMatchObject({ hidden_size: 1408, num_hidden_layers: 39, patch_size: 14 });
    expect(config.qformer_config).toMatchObject({ vocab_size: 30_522, hidden_size: 768, encoder_hidden_size: 1408 });
    expect(config.num_query_tokens).toBe(32);
    const blip = blipConfigSchema.parse({ model_type: 'blip', ...parts, text_config: undefined });
    expect(blip.vision_config).toMatchObject({ hidden_size: 768, image_size: 384, layer_norm_eps: 1e-5 });
    expect(blip.text_config).toMatchObject({ vocab_size: 30_524, num_attention_heads: 8, sep_token_id: 102 });
  });

  it('is OPT where it is the language model, which is not supported', () => {
    for (const text of [{}, { text_config: null }, { text_config: { hidden_size: 2560 } }])
      expect(() => architecture({ model_type: 'blip-2', ...text })).toThrow(
        /text_config: its language model is "opt"; supported are t5 and llama \(Vicuna\)/,
      );
  });

  it('of T5 has the sizes of T5-small', () => {
    expect(t5ConfigSchema.parse({})).toMatchObject({ d_model: 512, d_kv: 64, d_ff: 2048, num_layers: 6, num_heads: 8 });
  });
});

it('what reads image tokens is as wide as they are, whatever its own part says', () => {
  const vision_config = { hidden_size: 32, num_attention_heads: 2 };
  const wrong = { encoder_hidden_size: 999 };
  const blip = blipConfigSchema.parse({ model_type: 'blip', vision_config, text_config: wrong });
  expect(blip.text_config.encoder_hidden_size).toBe(32);
  const text_config = { model_type: 't5' };
  const blip2 = instructBlipConfigSchema.parse({
    model_type: 'blip-2',
    vision_config,
    qformer_config: wrong,
    text_config,
  });
  expect(blip2.qformer_config.encoder_hidden_size).toBe(32);
});

it('a fault within a part is told with the way to it', () => {
  const config = { model_type: 'instructblip', text_config: { model_type: 'llama', rope_scaling: { type: 'yarn' } } };
  expect(() => architecture(config)).toThrow(/text_config\.rope_scaling: rotary positions are scaled by "yarn"; /);
  expect(() => architecture({ ...config, vision_config: { hidden_size: 0 } })).toThrow(
    /vision_config\.hidden_size is 0; it must be at least 1/,
  );
});

it('T5 scales its outputs where its head is tied: only false says that it is not, unless the config says more', () => {
  const scales = (given: object): boolean => scalesOutputs(t5ConfigSchema.parse(given));
  expect([{}, { tie_word_embeddings: null }, { tie_word_embeddings: true }].map(scales)).toEqual([true, true, true]);
  expect(scales({ tie_word_embeddings: false })).toBe(false);
  // As releases from 5 on write a FLAN-T5.
  expect(scales({ tie_word_embeddings: true, scale_decoder_outputs: false })).toBe(false);
  expect(llamaConfigSchema.parse({ tie_word_embeddings: null }).tie_word_embeddings).toBe(false);
});
