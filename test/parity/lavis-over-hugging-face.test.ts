import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWeights } from '../../main/checkpoint/open-weights.ts';
import { writeSafetensors } from '../../main/checkpoint/safetensors.ts';
import { loadInstructBlip } from '../../main/models/instructblip/folder.ts';
import { instructBlipKeys } from '../../main/models/instructblip/keys.ts';
import { publishedState } from '../../main/models/published-weights.ts';
import { tf } from '../../main/tensor/backend.ts';
import type { NamedArray } from '../../main/tensor/state-dict.ts';
import { parityFolder, worstDifference } from './fixture.ts';
import { expectTheReference, lavisCheckpoints } from './lavis-model.ts';

const folder = parityFolder('lavis-t5');
const inputs = folder && parityFolder('instructblip-t5');

/** LAVIS's names as the public conversion to Hugging Face's changes them; written here anew, not taken from the key maps. */
const renamings: readonly (readonly [RegExp, string])[] = [
  [/^visual_encoder\.cls_token$/, 'vision_model.embeddings.class_embedding'],
  [/^visual_encoder\.pos_embed$/, 'vision_model.embeddings.position_embedding'],
  [/^visual_encoder\.patch_embed\.proj/, 'vision_model.embeddings.patch_embedding'],
  [/^visual_encoder\.blocks/, 'vision_model.encoder.layers'],
  [/^ln_vision/, 'vision_model.post_layernorm'],
  [/(layers\.\d+\.)norm(\d)/, '$1layer_norm$2'],
  [/(layers\.\d+\.)attn\.qkv/, '$1self_attn.qkv'],
  [/(layers\.\d+\.)attn\.proj/, '$1self_attn.projection'],
  [/^Qformer\.bert\./, 'qformer.'],
  [/^qformer\.embeddings\.LayerNorm/, 'qformer.embeddings.layernorm'],
  [/attention\.self\./, 'attention.attention.'],
  [/^t5_proj/, 'language_projection'],
  [/^t5_model/, 'language_model'],
];

function asHuggingFace(file: string): Map<string, NamedArray> {
  const source = openWeights(file);
  const state = new Map<string, NamedArray>();
  for (const name of source.tensors.keys()) {
    const [, block] = /^visual_encoder\.(blocks\.\d+\.attn)\.[qv]_bias$/.exec(name) ?? [];
    if (block === undefined) {
      state.set(
        renamings.reduce((renamed, [from, to]) => renamed.replace(from, to), name),
        source.read(name),
      );
    } else if (name.endsWith('q_bias')) {
      const [q, v] = ['q', 'v'].map((part) => source.read(`visual_encoder.${block}.${part}_bias`).data);
      const data = Float32Array.from([...q!, ...new Float32Array(q!.length), ...v!]);
      const place = block.replace('blocks', 'layers').replace('attn', 'self_attn');
      state.set(`vision_model.encoder.${place}.qkv.bias`, { shape: [data.length], data });
    }
  }
  source.close();
  return state;
}

describe.skipIf(!folder || !inputs)('a fine-tuned LAVIS .pth over the same model in Hugging Face’s layout', () => {
  if (!folder || !inputs) return;
  const { full, fineTuned } = lavisCheckpoints(folder);
  let base: string;
  beforeAll(() => {
    base = mkdtempSync(path.join(tmpdir(), 'nadir base '));
    copyFileSync(path.join(folder, 'config.json'), path.join(base, 'config.json'));
    writeSafetensors(path.join(base, 'model.safetensors'), asHuggingFace(full));
  });
  afterAll(() => rmSync(base, { recursive: true }));

  it('gives the logits and the loss of the reference, and its norm of image tokens is taken too', () => {
    const before = tf.memory().numTensors;
    const [model, untuned] = [loadInstructBlip(base, { fineTuned: [fineTuned] }), loadInstructBlip(base)];
    expectTheReference(model, folder, inputs);
    const source = openWeights(fineTuned);
    const norm = (one: typeof model) => one.vision.stateDict().get('final_norm.weight')!.data;
    expect(norm(model)).toEqual(source.read('ln_vision.weight').data);
    expect(worstDifference(norm(untuned), norm(model))).toBeGreaterThan(1e-3);
    source.close();
    model.dispose();
    untuned.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('can be trained on: what Nadir saves then lies over the .pth over either base, and over LAVIS’s alone', () => {
    const model = loadInstructBlip(base, { fineTuned: [fineTuned] });
    tf.tidy(() => {
      for (const [, each] of model.projection.namedParameters()) each.assign(tf.mul(each, 2));
    });
    const run = path.join(base, 'run.safetensors');
    writeSafetensors(run, publishedState(model, instructBlipKeys(model.config, 'hugging-face', false), 'trained'));
    const expected = model.stateDict();
    const again = loadInstructBlip(base, { fineTuned: [fineTuned, run] });
    expect(again.stateDict()).toEqual(expected);
    const overLavis = loadInstructBlip(folder, { weights: full, fineTuned: [fineTuned, run] });
    expect(overLavis.stateDict()).toEqual(expected);
    const alone = loadInstructBlip(folder, { weights: full, fineTuned: [run] });
    for (const [name, { data }] of alone.qformer.stateDict())
      expect(data).toEqual(expected.get(`qformer.${name}`)!.data);
    for (const each of [model, again, overLavis, alone]) each.dispose();
  });
});
