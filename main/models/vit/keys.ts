import { type KeyRule, linearKeys, normKeys } from '../key-map.ts';

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

/** LAVIS's spelling: EVA's names, queries and values with a bias and keys without, the last norm beside the encoder. */
export const lavisVitRules: readonly KeyRule[] = [
  { own: 'patch.weight', upstream: 'visual_encoder.patch_embed.proj.weight', axes: patchAxes },
  { own: 'patch.bias', upstream: 'visual_encoder.patch_embed.proj.bias' },
  { own: 'class_token', upstream: 'visual_encoder.cls_token' },
  { own: 'position_embedding', upstream: 'visual_encoder.pos_embed' },
  ...normKeys('block.{n}.norm1', 'visual_encoder.blocks.{n}.norm1'),
  { own: 'block.{n}.qkv.weight', upstream: 'visual_encoder.blocks.{n}.attn.qkv.weight', axes: [1, 0] },
  {
    own: 'block.{n}.qkv.bias',
    upstream: ['visual_encoder.blocks.{n}.attn.q_bias', null, 'visual_encoder.blocks.{n}.attn.v_bias'],
  },
  ...linearKeys('block.{n}.projection', 'visual_encoder.blocks.{n}.attn.proj'),
  ...normKeys('block.{n}.norm2', 'visual_encoder.blocks.{n}.norm2'),
  ...linearKeys('block.{n}.{p}', 'visual_encoder.blocks.{n}.mlp.{p}'),
  ...normKeys('final_norm', 'ln_vision'),
];
