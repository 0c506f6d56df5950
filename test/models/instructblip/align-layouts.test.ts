import { describe, expect, it } from 'vitest';
import { laidOver, type WeightSource } from '../../../main/checkpoint/weight-source.ts';
import { alignLayouts } from '../../../main/models/instructblip/align-layouts.ts';
import { instructBlipKeys, type Layout } from '../../../main/models/instructblip/keys.ts';
import { InstructBlip } from '../../../main/models/instructblip/model.ts';
import { loadPublished, publishedState } from '../../../main/models/published-weights.ts';
import { Random } from '../../../main/tensor/random.ts';
import type { NamedArray } from '../../../main/tensor/state-dict.ts';
import { smallInstructBlip, smallInstructBlipConfig } from '../small-published.ts';

type State = Map<string, NamedArray>;

const source = (origin: string, state: State): WeightSource => ({
  origin,
  metadata: {},
  tensors: new Map(
    [...state].map(([name, { shape }]) => [name, { type: /position_ids/.test(name) ? 'I64' : 'F32', shape }]),
  ),
  read: (name) => state.get(name)!,
  close: () => {},
});
const filled = (value: number, ...shape: number[]): NamedArray => ({
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
});

/** What LAVIS saves of a fine-tuned model: what it trains, the norm of image tokens too, and tables that are not parameters. */
function tunedByLavis(model: InstructBlip): State {
  const state = publishedState(model, instructBlipKeys(model.config, 'lavis', false), 'trained');
  state.set('ln_vision.weight', filled(7, 12)).set('ln_vision.bias', filled(8, 12));
  state.set('Qformer.bert.embeddings.position_ids', filled(0, 1, 16));
  if (model.config.language.kind === 'llama')
    state.set('llm_model.model.layers.0.self_attn.rotary_emb.inv_freq', filled(1, 2));
  return state;
}
const combined = (model: InstructBlip, ...layers: WeightSource[]): WeightSource =>
  alignLayouts(model.config, layers).reduce((base, top) => laidOver(base, top));
const huggingFace = (model: InstructBlip): State =>
  publishedState(model, instructBlipKeys(model.config, 'hugging-face', false), 'all');

describe.each([
  ['instructblip', 't5'],
  ['instructblip', 'llama'],
  ['blip-2', 't5'],
  ['blip-2', 'llama'],
] as const)('%s with %s', (family, language) => {
  const config = smallInstructBlipConfig(language, family);
  const tuned = smallInstructBlip(language, family);
  const base = new InstructBlip(config, false, new Random(9));
  const published = source('base', huggingFace(base));

  it('takes every tensor of a fine-tuned .pth in the place of the Hugging Face base’s, and leaves the others', () => {
    const whole = combined(base, published, source('tuned.pth', tunedByLavis(tuned)));
    // Strict: of the whole nothing is missing and nothing is too much.
    const loaded = new InstructBlip(config, false, null);
    loadPublished(loaded, whole, instructBlipKeys(config, 'hugging-face', false));
    const trained = new Set(tuned.trainableParameters().keys());
    const [own, theirs] = [tuned.stateDict(), base.stateDict()];
    for (const [name, value] of loaded.stateDict())
      if (name === 'vision.final_norm.weight') expect(value).toEqual(filled(7, 12));
      else if (name === 'vision.final_norm.bias') expect(value).toEqual(filled(8, 12));
      else expect(value, name).toEqual((trained.has(name) ? own : theirs).get(name));
    loaded.dispose();
  });

  it('names what does not fit as the .pth and as the base call it, with both shapes', () => {
    const projection = language === 't5' ? 't5_proj' : 'llm_proj';
    const other = language === 't5' ? 'llm_proj' : 't5_proj';
    const state = tunedByLavis(tuned);
    state.set(`${projection}.bias`, filled(0, 15)).set(`${other}.weight`, filled(0, 16, 8));
    state.set('Qformer.bert.encoder.layer.7.output_query.dense.bias', filled(0, 8));
    const lay = () => combined(base, published, source('tuned.pth', state));
    expect(lay).toThrow('tuned.pth does not belong to base');
    expect(lay).toThrow(`"${projection}.bias" ("language_projection.bias" there) is [16] in it and [15] here`);
    expect(lay).toThrow(`"${other}.weight" is not in it`);
    expect(lay).toThrow(
      '"Qformer.bert.encoder.layer.7.output_query.dense.bias" ("qformer.encoder.layer.7.output_query.dense.bias" there) is not in it',
    );
  });
});

describe('a vision tower that LAVIS trained', () => {
  const config = smallInstructBlipConfig('t5', 'instructblip');
  const base = smallInstructBlip('t5');
  const [q, v] = ['q', 'v'].map((part) => `visual_encoder.blocks.0.attn.${part}_bias`) as [string, string];
  const lay = (...entries: [string, NamedArray][]) =>
    combined(base, source('base', huggingFace(base)), source('tuned.pth', new Map(entries)));

  it('has its biases joined: queries, zeros for the keys, values', () => {
    const joined = lay([v, filled(3, 12)], [q, filled(2, 12)]);
    const { shape, data } = joined.read('vision_model.encoder.layers.0.self_attn.qkv.bias');
    expect(shape).toEqual([36]);
    expect(Array.from(data)).toEqual([...Array(12).fill(2), ...Array(12).fill(0), ...Array(12).fill(3)]);
  });

  it('is refused with half of them, or with two that differ, or with one tensor by two names', () => {
    expect(() => lay([q, filled(2, 12)])).toThrow(`tuned.pth holds "${q}" without "${v}"`);
    expect(() => lay([v, filled(2, 12)])).toThrow(`tuned.pth holds "${v}" without "${q}"`);
    expect(() => lay([q, filled(2, 12)], [v, filled(2, 11)])).toThrow('which must be alike, as [11]');
    expect(() => lay(['t5_proj.bias', filled(1, 16)], ['language_projection.bias', filled(1, 16)])).toThrow(
      'under two names',
    );
  });

  it('adapters are renamed with the weights that they lie beside', () => {
    const adapters = new Map<string, NamedArray>();
    const query = 'Qformer.bert.encoder.layer.0.crossattention.self.query';
    for (const [weight, input, output] of [[query, 8, 8] as const, ['t5_proj', 8, 16] as const])
      adapters.set(`${weight}.lora_A.weight`, filled(1, 2, input)).set(`${weight}.lora_B.weight`, filled(1, output, 2));
    const layers = [source('base', huggingFace(base)), source('adapters', adapters)];
    const [, aligned] = alignLayouts(config, layers);
    expect([...aligned!.tensors].map(([name, { shape }]) => [name, ...shape])).toEqual([
      ['qformer.encoder.layer.0.crossattention.attention.query.lora_A.weight', 2, 8],
      ['qformer.encoder.layer.0.crossattention.attention.query.lora_B.weight', 8, 2],
      ['language_projection.lora_A.weight', 2, 8],
      ['language_projection.lora_B.weight', 16, 2],
    ]);
    expect(aligned!.read('language_projection.lora_B.weight')).toEqual(filled(1, 16, 2));
  });

  it('in one layout nothing is renamed, and a table that fine-tuning wrote along is left out', () => {
    const keys = (layout: Layout) => instructBlipKeys(config, layout, false);
    const trained = publishedState(base, keys('lavis'), 'trained');
    const top = new Map([...trained].slice(0, 1));
    top.set('Qformer.bert.embeddings.position_ids', filled(0, 1, 16));
    const whole = combined(base, source('full.pth', trained), source('tuned.pth', top));
    expect([...whole.tensors.keys()]).toEqual([...trained.keys()]);
  });
});
