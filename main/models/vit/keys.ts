import { below, type KeyRule, linearKeys, normKeys } from '../key-map.ts';

/** From [D, 3, P, P] as published to [P, P, 3, D], which the backend's convolution takes. */
const patchAxes = [2, 3, 1, 0];

/** Hugging Face's spelling, below `vision_model.`. */
export const vitRules: readonly KeyRule[] = [
  { own: 'patch.weight', upstream: 'embeddings.patch_embedding.weight', axes: patchAxes },
  { own: 'patch.bias', upstream: 'embeddings.patch_embedding.bias' },
  { own: 'class_token', upstream: 'embeddings.class_embedding' },
  { own: 'position_embedding', upstream: 'embeddings.position_embedding' },
  ...normKeys('block.{n}.norm1', 'encoder.layers.{n}.layer_norm1'),
  ...linearKeys('block.{n}.qkv', 'encoder.layers.{n}.self_attn.qkv'),
  ...linearKeys('block.{n}.projection', 'encoder.layers.{n}.self_attn.projection'),
  ...normKeys('block.{n}.norm2', 'encoder.layers.{n}.layer_norm2'),
  ...linearKeys('block.{n}.{p}', 'encoder.layers.{n}.mlp.{p}'),
  ...normKeys('final_norm', 'post_layernorm'),
];

/** Rules common to timm's and EVA's names. They follow the rules that differ, because the last of them fits many names. */
const timmParts: readonly KeyRule[] = [
  { own: 'patch.weight', upstream: 'patch_embed.proj.weight', axes: patchAxes },
  { own: 'patch.bias', upstream: 'patch_embed.proj.bias' },
  { own: 'class_token', upstream: 'cls_token' },
  { own: 'position_embedding', upstream: 'pos_embed' },
  ...normKeys('block.{n}.norm1', 'blocks.{n}.norm1'),
  ...linearKeys('block.{n}.projection', 'blocks.{n}.attn.proj'),
  ...normKeys('block.{n}.norm2', 'blocks.{n}.norm2'),
  ...linearKeys('block.{n}.{p}', 'blocks.{n}.mlp.{p}'),
];

/** timm's spelling, below `visual_encoder.` in BLIP's original checkpoints. */
export const timmVitRules: readonly KeyRule[] = [
  ...linearKeys('block.{n}.qkv', 'blocks.{n}.attn.qkv'),
  ...timmParts,
  ...normKeys('final_norm', 'norm'),
];

/** LAVIS's spelling: EVA's names, queries and values with a bias and keys without, the last norm beside the encoder. */
export const lavisVitRules: readonly KeyRule[] = [
  { own: 'block.{n}.qkv.weight', upstream: 'visual_encoder.blocks.{n}.attn.qkv.weight', axes: [1, 0] },
  {
    own: 'block.{n}.qkv.bias',
    upstream: ['visual_encoder.blocks.{n}.attn.q_bias', null, 'visual_encoder.blocks.{n}.attn.v_bias'],
  },
  ...below('', 'visual_encoder.', timmParts),
  ...normKeys('final_norm', 'ln_vision'),
];
