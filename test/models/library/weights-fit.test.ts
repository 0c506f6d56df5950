import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WeightSource } from '../../../main/checkpoint/weight-source.ts';
import { expectedTensors } from '../../../main/models/expected-tensors.ts';
import { instructBlipConfigSchema } from '../../../main/models/instructblip/config.ts';
import { instructBlipKeys, type Layout } from '../../../main/models/instructblip/keys.ts';
import { readArchitecture } from '../../../main/models/library/architecture.ts';
import { instructBlipShapes } from '../../../main/models/library/parameter-shapes.ts';
import { refuseUnfitWeights } from '../../../main/models/library/weights-fit.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir fit '));
});
afterAll(() => rmSync(folder, { recursive: true }));

const sizes = {
  vision_config: { hidden_size: 12, intermediate_size: 16, num_hidden_layers: 2, num_attention_heads: 3 },
};
const qformer_config = { hidden_size: 8, num_hidden_layers: 2, num_attention_heads: 2, intermediate_size: 12 };
const texts = {
  t5: { model_type: 't5', vocab_size: 36, d_model: 16, d_kv: 5, d_ff: 20, num_layers: 2, num_heads: 3 },
  llama: { model_type: 'llama', vocab_size: 36, hidden_size: 16, intermediate_size: 20, num_hidden_layers: 2 },
} as const;
const text = (kind: keyof typeof texts, more: object) => ({ ...texts[kind], num_attention_heads: 4, ...more });
const given = (kind: keyof typeof texts, more: object = {}) => ({
  ...{ model_type: 'instructblip', ...sizes, qformer_config },
  text_config: text(kind, more),
});

type Tensors = Map<string, { type: string; shape: readonly number[] }>;
/** The headers of a checkpoint of this config, whose own head is there unless it is tied. */
function headersOf(config: object, layout: Layout, isTied: boolean): Tensors {
  const parsed = instructBlipConfigSchema.parse(config);
  const expected = expectedTensors(instructBlipShapes(parsed, isTied), instructBlipKeys(parsed, layout, isTied));
  return new Map([...expected].map(([name, { shape }]) => [name, { type: 'F32', shape }]));
}
function held(config: object, tensors: Tensors): () => void {
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  const source = { origin: 'weights.bin', tensors, metadata: {} } as unknown as WeightSource;
  return () => refuseUnfitWeights(folder, readArchitecture(folder), source);
}

describe.each(['hugging-face', 'lavis'] as const)('weights in the layout of %s', (layout) => {
  it.each(['t5', 'llama'] as const)('of their config, with %s, fit', (kind) => {
    expect(held(given(kind), headersOf(given(kind), layout, false))).not.toThrow();
  });

  it.each([
    ['t5', 'lm_head.weight is [36, 15], expected [36, 16]'],
    ['llama', 'lm_head.weight is [36, 15], expected [36, 16]'],
  ] as const)('with a head of another shape, with %s, are refused', (kind, message) => {
    for (const tie_word_embeddings of [true, false]) {
      const config = given(kind, { tie_word_embeddings });
      const tensors = headersOf(config, layout, false);
      const head = [...tensors.keys()].find((name) => name.endsWith('lm_head.weight'))!;
      tensors.set(head, { type: 'F32', shape: [36, 15] });
      expect(held(config, tensors)).toThrow(message);
    }
  });

  it('may lack a head where T5 or the config ties it, and not where a Llama has its own', () => {
    const tied = given('llama', { tie_word_embeddings: true });
    expect(held(given('t5'), headersOf(given('t5'), layout, true))).not.toThrow();
    expect(held(tied, headersOf(tied, layout, true))).not.toThrow();
    expect(held(given('llama'), headersOf(given('llama'), layout, true))).toThrow(/missing: \S+lm_head\.weight\.$/);
  });
});

it('LAVIS’s biases of queries and values are named each for itself', () => {
  const tensors = headersOf(given('t5'), 'lavis', false);
  tensors.delete('visual_encoder.blocks.1.attn.q_bias');
  tensors.set('visual_encoder.blocks.0.attn.v_bias', { type: 'F32', shape: [36] });
  expect(held(given('t5'), tensors)).toThrow(
    'Tensors missing: visual_encoder.blocks.1.attn.q_bias. ' +
      'of another shape: visual_encoder.blocks.0.attn.v_bias is [36], expected [12].',
  );
});

it('a config of millions of layers is refused by their number, before their names are listed', () => {
  const tensors = headersOf(given('t5'), 'hugging-face', false);
  tensors.set('vision_model.large', { type: 'F32', shape: [10 ** 12] });
  const layers = { ...given('t5'), vision_config: { ...sizes.vision_config, num_hidden_layers: 9_000_000 } };
  const before = process.memoryUsage().rss;
  expect(held(layers, tensors)).toThrow(
    new RegExp(
      `config\\.json describes a model of 9,000,006 layers, but weights\\.bin holds ${tensors.size} tensors\\.`,
    ),
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
});
