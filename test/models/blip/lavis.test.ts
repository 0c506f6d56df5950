import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeSafetensors } from '../../../main/checkpoint/safetensors.ts';
import { loadBlip } from '../../../main/models/blip/folder.ts';
import { blipKeys } from '../../../main/models/blip/keys.ts';
import { openHuggingFaceWeights } from '../../../main/models/export/hugging-face-weights.ts';
import { openModelWeights } from '../../../main/models/library/model-weights.ts';
import { publishedState } from '../../../main/models/published-weights.ts';
import type { NamedArray } from '../../../main/tensor/state-dict.ts';
import { torchFileOf } from '../../checkpoint/torch/torch-file.ts';
import { smallBlip } from '../small-published.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir lavis '));
  file = path.join(folder, 'model_base_caption_capfilt_large.pth');
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(model.config));
});
afterEach(() => rmSync(folder, { recursive: true }));

const model = smallBlip();
const published = publishedState(model, blipKeys, 'all');

/**
 * Names of the authors' code: timm's for the vision tower (patch_embed, cls_token, pos_embed, blocks, norm), as
 * convert_blip_original_pytorch_to_hf.py of transformers reads them; the decoder's are Hugging Face's.
 */
function asAuthorsCallIt(name: string): string {
  if (!name.startsWith('vision_model.')) return name;
  const inner = name
    .replace('vision_model.', 'visual_encoder.')
    .replace('embeddings.patch_embedding', 'patch_embed.proj')
    .replace('embeddings.class_embedding', 'cls_token')
    .replace('embeddings.position_embedding', 'pos_embed')
    .replace('encoder.layers.', 'blocks.')
    .replace('self_attn.qkv', 'attn.qkv')
    .replace('self_attn.projection', 'attn.proj')
    .replace('layer_norm', 'norm')
    .replace('post_layernorm', 'norm');
  return inner;
}
const authors = (): Map<string, NamedArray> =>
  new Map([...published].map(([name, array]) => [asAuthorsCallIt(name), array]));
const filled = (...shape: number[]): NamedArray => ({
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});
/** What their code writes beside the parameters: the tied head and its bias, a table of positions, and so on. */
function written(state: Map<string, NamedArray>): Map<string, NamedArray> {
  const { vocab_size: words, hidden_size: width } = model.config.text_config;
  state.set('text_decoder.cls.predictions.decoder.weight', filled(words, width));
  state.set('text_decoder.cls.predictions.decoder.bias', filled(words));
  return state.set('text_decoder.bert.embeddings.position_ids', filled(1, 40));
}
const write = (state: Map<string, NamedArray>, to = file): void => writeFileSync(to, torchFileOf(state, 'model'));

it('the names that stand in the test are those of the published checkpoint', () => {
  expect([...authors().keys()].filter((name) => name.includes('.blocks.1.')).sort()).toEqual([
    'visual_encoder.blocks.1.attn.proj.bias',
    'visual_encoder.blocks.1.attn.proj.weight',
    'visual_encoder.blocks.1.attn.qkv.bias',
    'visual_encoder.blocks.1.attn.qkv.weight',
    'visual_encoder.blocks.1.mlp.fc1.bias',
    'visual_encoder.blocks.1.mlp.fc1.weight',
    'visual_encoder.blocks.1.mlp.fc2.bias',
    'visual_encoder.blocks.1.mlp.fc2.weight',
    'visual_encoder.blocks.1.norm1.bias',
    'visual_encoder.blocks.1.norm1.weight',
    'visual_encoder.blocks.1.norm2.bias',
    'visual_encoder.blocks.1.norm2.weight',
  ]);
  expect([...authors().keys()].filter((name) => /^visual_encoder\.(?!blocks)/.test(name)).sort()).toEqual([
    'visual_encoder.cls_token',
    'visual_encoder.norm.bias',
    'visual_encoder.norm.weight',
    'visual_encoder.patch_embed.proj.bias',
    'visual_encoder.patch_embed.proj.weight',
    'visual_encoder.pos_embed',
  ]);
});

it('a .pth of LAVIS’s or the authors’ captioner makes the same model as its weights in Hugging Face’s layout', () => {
  write(written(authors()));
  const loaded = loadBlip(folder, file);
  expect(loaded.stateDict()).toEqual(model.stateDict());
  loaded.dispose();
});

it('a pre-trained one is read too; what it holds beside the captioner is passed over by name', () => {
  const state = written(authors());
  for (const name of ['text_encoder.embeddings.word_embeddings.weight', 'visual_encoder_m.blocks.0.norm1.weight'])
    state.set(name, filled(2));
  for (const name of ['vision_proj.weight', 'text_proj_m.bias', 'itm_head.weight', 'image_queue', 'temp'])
    state.set(name, filled(2));
  write(state);
  const loaded = loadBlip(folder, file);
  expect(loaded.stateDict()).toEqual(model.stateDict());
  loaded.dispose();
});

it('strict: what is missing, unknown or of another shape is told, as the file calls it', () => {
  const load = (change: (state: Map<string, NamedArray>) => void) => () => {
    const state = written(authors());
    change(state);
    write(state);
    loadBlip(folder, file).dispose();
  };
  // At 224 pixels there are other places than at 384: the config says which.
  expect(load((state) => state.set('visual_encoder.pos_embed', filled(1, 10, 12)))).toThrow(
    'visual_encoder.pos_embed is [1, 10, 12], expected [1, 5, 12]',
  );
  expect(load((state) => state.delete('visual_encoder.norm.bias'))).toThrow(
    'missing: vision_model.post_layernorm.bias',
  );
  expect(load((state) => state.set('visual_encoder.head.weight', filled(2)))).toThrow(
    'not expected: visual_encoder.head.weight',
  );
  expect(load((state) => state.set('vision_model.post_layernorm.bias', filled(12)))).toThrow(
    'holds "vision_model.post_layernorm.bias" under two names: it is also there as "visual_encoder.norm.bias"',
  );
});

it('either layout may lie over the other, and what is exported has Hugging Face’s names', () => {
  writeSafetensors(path.join(folder, 'model.safetensors'), published);
  const tuned = new Map(
    [...authors()].map(([name, { shape, data }]) => [name, { shape, data: data.map((x) => x + 1) }]),
  );
  write(tuned);
  const source = openModelWeights({ directory: folder, fineTuned: [file] });
  const name = 'vision_model.encoder.layers.0.mlp.fc1.weight';
  expect(source.read(name).data).toEqual(published.get(name)!.data.map((x) => x + 1));
  expect(new Set(source.tensors.keys())).toEqual(new Set(published.keys()));
  source.close();
  const whole = openHuggingFaceWeights({ directory: folder, weights: file });
  expect(new Set(whole.tensors.keys())).toEqual(new Set(published.keys()));
  whole.close();
});
