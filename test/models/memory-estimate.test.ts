import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWeights } from '../../main/checkpoint/open-weights.ts';
import { valueCount } from '../../main/checkpoint/weight-source.ts';
import { readArchitecture } from '../../main/models/library/architecture.ts';
import {
  captioningMemory,
  deviceFit,
  totalBytes,
  trainingMemory,
  trainingWorkload,
} from '../../main/models/memory-estimate.ts';
import { sharedFile } from '../support/shared-data.ts';

// As the published configs have it, where they say more than the defaults of their family.
const flanT5Xl = {
  model_type: 't5',
  vocab_size: 32_128,
  d_model: 2048,
  d_kv: 64,
  d_ff: 5120,
  num_layers: 24,
  num_decoder_layers: 24,
  num_heads: 32,
  feed_forward_proj: 'gated-gelu',
  tie_word_embeddings: false,
};
const vicuna7b = {
  model_type: 'llama',
  vocab_size: 32_000,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir architecture '));
});
afterEach(() => rmSync(folder, { recursive: true }));
function architecture(config: object) {
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  return readArchitecture(folder);
}
const instructBlip = (text: object) =>
  architecture({
    model_type: 'instructblip',
    vision_config: {},
    qformer_config: { vocab_size: 30_523 },
    text_config: text,
    num_query_tokens: 32,
  });

describe('the numbers of a model follow from its config', () => {
  it('InstructBLIP with FLAN-T5-XL: 986 M + 187 M trained + 2.85 G', () => {
    const { parameters, title } = instructBlip(flanT5Xl);
    expect(title).toBe('InstructBLIP with T5');
    // Vision: class 1,408; patches 3·14²·1,408 + 1,408; places 257·1,408; last norm 2,816;
    // 39 blocks of 2·2,816 + 1,408·4,224 + 4,224 + 1,408² + 1,408 + 2·1,408·6,144 + 6,144 + 1,408 = 25,250,176.
    expect(parameters!.vision).toBe(1408 + 829_312 + 361_856 + 2816 + 39 * 25_250_176);
    // Q-Former: words 30,523·768, places 512·768, norm 1,536, queries 32·768;
    // 12 blocks of 2,363,904 (attention) + 2·4,723,968 (two feed-forwards), every second with 3,346,944 (cross-attention).
    // Projection 768·2,048 + 2,048.
    const qformer = 23_441_664 + 393_216 + 1536 + 24_576 + 12 * (2_363_904 + 2 * 4_723_968) + 6 * 3_346_944;
    expect(parameters!.trained).toBe(qformer + 1_574_912);
    expect(parameters!.trained).toBe(187_259_648);
    // T5: words and head 2·32,128·2,048; 24 blocks of 4·2,048² + 3·2,048·5,120 + 2·2,048 and of
    // 8·2,048² + 3·2,048·5,120 + 3·2,048; two tables of 32·32 buckets and two last norms: 2,849,757,184 as published.
    const t5 = 131_596_288 + 24 * (48_238_592 + 65_017_856) + 2 * (1024 + 2048);
    expect(t5).toBe(2_849_757_184);
    expect(parameters!.total).toBe(parameters!.vision + parameters!.trained + t5);
    expect(parameters!.total).toBe(4_022_969_088);
  });

  it('with Vicuna-7B the language model has the 6,738,415,616 of Llama-7B', () => {
    const { vision, trained, total } = instructBlip(vicuna7b).parameters!;
    expect(total - vision - trained).toBe(6_738_415_616);
  });

  it('BLIP-2’s Q-Former reads no instruction: one feed-forward a block and no words', () => {
    const { parameters } = architecture({
      model_type: 'blip-2',
      vision_config: {},
      qformer_config: {},
      text_config: flanT5Xl,
      num_query_tokens: 32,
    });
    expect(parameters!.trained).toBe(1536 + 24_576 + 12 * (2_363_904 + 4_723_968) + 6 * 3_346_944 + 1_574_912);
  });

  it('BLIP-base has 224 M: 86 M of ViT-B/16 at 384 pixels and 138 M of its decoder', () => {
    const { parameters, imageSize } = architecture({ model_type: 'blip', vision_config: {}, text_config: {} });
    expect(imageSize).toBe(384);
    expect(parameters!.vision).toBe(86_090_496);
    expect(parameters!.total).toBe(223_971_644);
  });

  it('a config of another kind, or without sizes, is an error that names the file and what is missing', () => {
    expect(() => architecture({ model_type: 'gpt2' })).toThrow(path.join(folder, 'config.json'));
    expect(() => instructBlip({ model_type: 'opt' })).toThrow('supported are t5 and llama');
    expect(() => instructBlip({ model_type: 't5', d_model: 0 })).toThrow('text_config.d_model');
  });
});

describe('the memory of InstructBLIP with FLAN-T5-XL', () => {
  const bytes = (items: ReturnType<typeof captioningMemory>, what: string) => items.find((item) => item.what === what)!;

  it('for captioning: 16.09 GB of weights, 1.6 GB to write 8 images with 5 beams', () => {
    const items = captioningMemory(instructBlip(flanT5Xl));
    expect(bytes(items, 'weights as float32').bytes).toBe(4_022_969_088 * 4);
    expect(bytes(items, 'weights as float32').arithmetic).toBe('4,022,969,088 numbers × 4 B');
    // 2 · 24 layers · 40 sequences · (40 + 40) tokens · 2,048 · 4 B.
    expect(bytes(items, 'keys and values while writing').bytes).toBe(2 * 24 * 40 * 80 * 2048 * 4);
    // 3 copies · 40 sequences · 32,128 words · 4 B.
    expect(bytes(items, 'words to choose from').bytes).toBe(3 * 40 * 32_128 * 4);
    // 257 tokens · (12 · 1,408 + 4 · 6,144) + 3 · 16 heads · 257².
    expect(bytes(items, 'one block of the vision tower').bytes).toBe((257 * (16_896 + 24_576) + 48 * 66_049) * 4);
    // 2 · 24 layers · 8 images · 52 tokens · 2,048 · 4 B.
    expect(bytes(items, 'keys and values of the images').bytes).toBe(2 * 24 * 8 * 52 * 2048 * 4);
    expect(totalBytes(items) / 1e9).toBeCloseTo(18.08, 1);
  });

  it('for training: 3 GB for the trained part’s gradient, moments and start, inputs of 60 blocks, logits of 20 samples', () => {
    const items = trainingMemory(instructBlip(flanT5Xl));
    expect(bytes(items, 'gradient and AdamW’s moments').bytes).toBe(3 * 187_259_648 * 4);
    expect(bytes(items, 'the policy that it started from').bytes).toBe(187_259_648 * 4);
    // Q-Former 12 · 52 · 768 and encoder 24 · 52 · 2,048 of 4 images, decoder 24 · 40 · 2,048 of 20 samples, and gradients.
    const inputs = 4 * (479_232 + 2_555_904) + 20 * 1_966_080;
    expect(bytes(items, 'inputs of the blocks').bytes).toBe(3 * inputs * 4);
    // The decoder's block is the largest: 20 samples · (40 · (12 · 2,048 + 4 · 5,120) + 3 · 32 · 40²).
    expect(bytes(items, 'inside of the largest block').bytes).toBe(4 * 20 * (40 * 45_056 + 96 * 1600) * 4);
    expect(bytes(items, 'keys and values of the images').bytes).toBe(4 * 2 * 24 * 4 * 52 * 2048 * 4);
    // The policy's logits and those of the one that it started from.
    expect(bytes(items, 'words to choose from').bytes).toBe(20 * 6 * 40 * 32_128 * 4);
    expect(totalBytes(items) / 1e9).toBeCloseTo(21.77, 2);
  });

  it('for training by LoRA, blocks kept: what adapters of every layer take, and the inside of all blocks', () => {
    const workload = { ...trainingWorkload, loraRank: 8, recomputes: false, keepsStart: false };
    const items = trainingMemory(instructBlip(flanT5Xl), workload);
    // A block of width 768: 8 · (8 · 2 · 768 + 3 · (768 + 3,072)); of width 2,048: 8 · (8 · 2 · 2,048 + 3 · (2,048 + 5,120)).
    const adapters = 12 * 190_464 + 48 * 434_176;
    expect(bytes(items, 'adapters, their gradient and AdamW’s moments').bytes).toBe(4 * adapters * 4);
    const [reader, encoder, decoder] = [
      52 * (12 * 768 + 4 * 3072) + 36 * 52 ** 2,
      52 * 45_056 + 96 * 52 ** 2,
      40 * 45_056 + 96 * 1600,
    ];
    const insides = 4 * (12 * reader + 24 * encoder) + 20 * 24 * decoder;
    expect(bytes(items, 'inside of all blocks').bytes).toBe(4 * insides * 4);
    expect(bytes(items, 'words to choose from').bytes).toBe(20 * 3 * 40 * 32_128 * 4);
  });

  it('fits, is tight above 85 % of what is free, or is too large', () => {
    expect([deviceFit(80, 100), deviceFit(86, 100), deviceFit(100, 100), deviceFit(101, 100)]).toEqual([
      'fits',
      'tight',
      'tight',
      'too-large',
    ]);
  });
});

const vicuna = sharedFile('parity/instructblip-vicuna/config.json');
it.skipIf(!vicuna)('the numbers worked out are those in a published checkpoint’s file', () => {
  const directory = path.dirname(vicuna!);
  const source = openWeights(directory);
  const numbers = [...source.tensors.values()].reduce((sum, { shape }) => sum + valueCount(shape), 0);
  source.close();
  expect(readArchitecture(directory).parameters!.total).toBe(numbers);
});

it('nadir-mini’s memory was measured, not worked out', () => {
  const mini = architecture({ model: 'nadir-mini', version: 1, tower: 'tiny-darknet-256-8x8-v1' });
  expect(mini).toMatchObject({ family: 'nadir-mini', imageSize: 256, parameters: null });
  expect(trainingMemory(mini).map(({ arithmetic }) => arithmetic)).toEqual(['measured']);
  expect(totalBytes(captioningMemory(mini))).toBeLessThan(totalBytes(trainingMemory(mini)));
});
