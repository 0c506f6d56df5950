import { expect, it } from 'vitest';
import { architectureOf } from '../../../main/models/library/architecture.ts';
import { knownModels } from '../../../main/models/library/known-models.ts';

/** What the published configs say, and the numbers of transformers' modules made from them (5.18, on the meta device). */
const flanT5 = (sizes: object): object => ({
  model_type: 't5',
  vocab_size: 32_128,
  d_kv: 64,
  num_layers: 24,
  feed_forward_proj: 'gated-gelu',
  tie_word_embeddings: false,
  ...sizes,
});
const instructBlip = (text_config: object) =>
  architectureOf({
    model_type: 'instructblip',
    vision_config: {},
    qformer_config: { vocab_size: 30_523 },
    text_config,
  });

it('each known model has as many numbers as the reference makes of its published config', () => {
  const totals = knownModels.map(({ repository, architecture }) => [repository, architecture.parameters!.total]);
  expect(Object.fromEntries(totals)).toEqual({
    'Salesforce/blip-image-captioning-base': 223_971_644,
    'Salesforce/blip-image-captioning-large': 446_290_492,
    // Releases from 5 on tie the head of T5 when they make one: 3,876,648,448 and 3,957,170,944, each less 32,128 · 2,048.
    'Salesforce/blip2-flan-t5-xl': 3_876_648_448 + 32_128 * 2048,
    'Salesforce/instructblip-flan-t5-xl': 3_957_170_944 + 32_128 * 2048,
    'Salesforce/instructblip-vicuna-7b': 7_913_210_624,
  });
});

it('so have the two larger ones that are imported or downloaded by their names', () => {
  const xxl = instructBlip(flanT5({ d_model: 4096, d_ff: 10_240, num_heads: 64 }));
  expect(xxl.parameters!.total).toBe(12_178_522_880 + 32_128 * 4096);
  const vicuna13b = instructBlip({
    model_type: 'llama',
    vocab_size: 32_001,
    hidden_size: 5120,
    intermediate_size: 13_824,
    num_hidden_layers: 40,
    num_attention_heads: 40,
  });
  expect(vicuna13b.parameters!.total).toBe(14_191_448_832);
});

it('BLIP’s decoders have 12 heads, and their files hold the tied head: 247 M and 470 M numbers, 0.99 and 1.88 GB', () => {
  const blips = knownModels.filter(({ architecture }) => architecture.family === 'blip');
  expect(blips.map(({ architecture }) => architecture.stacks!.writer.heads)).toEqual([12, 12]);
  expect(blips.map(({ architecture }) => architecture.stacks!.vision.heads)).toEqual([12, 16]);
  expect(blips.map(({ storedNumbers }) => storedNumbers)).toEqual([247_414_076, 469_732_924]);
  expect(blips.map(({ storedNumbers }) => Math.round((4 * storedNumbers) / 1e7) / 100)).toEqual([0.99, 1.88]);
});
