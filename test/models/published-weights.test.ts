import { expect, it } from 'vitest';
import type { WeightSource } from '../../main/checkpoint/weight-source.ts';
import { instructBlipKeys } from '../../main/models/instructblip/keys.ts';
import { InstructBlip } from '../../main/models/instructblip/model.ts';
import { placeOf } from '../../main/models/key-map.ts';
import { loadPublished, publishedState } from '../../main/models/published-weights.ts';
import { tf } from '../../main/tensor/backend.ts';
import { adaptLinears } from '../../main/tensor/lora.ts';
import { Random } from '../../main/tensor/random.ts';
import type { NamedArray } from '../../main/tensor/state-dict.ts';
import { smallInstructBlip, smallInstructBlipConfig } from './small-published.ts';

const config = smallInstructBlipConfig('t5', 'instructblip');
const keys = instructBlipKeys(config, 'hugging-face', false);
const source = (state: ReadonlyMap<string, NamedArray>): WeightSource => ({
  origin: 'model.safetensors',
  metadata: {},
  tensors: new Map([...state].map(([name, { shape }]) => [name, { type: 'F32', shape }])),
  read: (name) => state.get(name)!,
  close: () => {},
});

it('weights written by their published names and read by another model make the two equal, and nothing leaks', () => {
  const before = tf.memory().numTensors;
  const [from, to] = [smallInstructBlip('t5'), new InstructBlip(config, false, new Random(9))];
  const state = publishedState(from, keys, 'all');
  // As published: outputs before inputs, and patches as [D, 3, P, P].
  expect(state.get('language_projection.weight')!.shape).toEqual([16, 8]);
  expect(state.get('vision_model.embeddings.patch_embedding.weight')!.shape).toEqual([12, 3, 4, 4]);
  expect(to.stateDict()).not.toEqual(from.stateDict());
  loadPublished(to, source(state), keys);
  expect(to.stateDict()).toEqual(from.stateDict());
  from.dispose();
  to.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('missing, unexpected and misshapen tensors are named by their published names, and then nothing is changed', () => {
  const model = smallInstructBlip('t5');
  const state = publishedState(model, keys, 'all');
  const kept = model.stateDict();
  state.delete('query_tokens');
  state.set('language_model.extra', { shape: [1], data: new Float32Array(1) });
  state.set('language_projection.bias', { shape: [15], data: new Float32Array(15) });
  // A copy that is known to be one is not a fault.
  state.set('language_model.encoder.embed_tokens.weight', { shape: [1], data: new Float32Array(1) });
  expect(() => loadPublished(model, source(state), keys)).toThrow(
    'The weights in model.safetensors do not fit the model. Tensors missing: query_tokens. ' +
      'not expected: language_model.extra. of another shape: language_projection.bias is [15], expected [16].',
  );
  expect(model.stateDict()).toEqual(kept);
  model.dispose();
});

it('in LAVIS’s layout queries and values have a bias and keys have zeros', () => {
  const lavis = instructBlipKeys(config, 'lavis', false);
  expect(placeOf('vision.block.3.qkv.bias', lavis).upstream).toEqual([
    'visual_encoder.blocks.3.attn.q_bias',
    null,
    'visual_encoder.blocks.3.attn.v_bias',
  ]);
  expect(() => placeOf('vision.block.3.unknown', lavis)).toThrow('No rule says where the parameter');
});

it('adapters alone are trained after LoRA, and lie beside the weights that they change', () => {
  const model = smallInstructBlip('t5');
  const names = adaptLinears(model, { pattern: /language\.decoder\..*attention\.[qv]$/, rank: 2, alpha: 2, seed: 1 });
  expect(names).toHaveLength(2 * 2 * 2);
  const trained = publishedState(model, keys, 'trained');
  expect(trained.size).toBe(2 * names.length);
  expect(trained.get('language_model.decoder.block.1.layer.0.SelfAttention.q.lora_A.weight')!.shape).toEqual([2, 16]);
  expect(trained.get('language_model.decoder.block.0.layer.1.EncDecAttention.v.lora_B.weight')!.shape).toEqual([15, 2]);
  model.dispose();
});
