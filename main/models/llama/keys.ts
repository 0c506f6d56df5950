import { type KeyRule, linearKeys } from '../key-map.ts';

/** Hugging Face's spelling of Llama. */
export const llamaRules: readonly KeyRule[] = [
  { own: 'embedding', upstream: 'model.embed_tokens.weight' },
  ...['q', 'k', 'v', 'o'].flatMap((part) => linearKeys(`block.{n}.${part}`, `model.layers.{n}.self_attn.${part}_proj`)),
  ...['gate', 'up', 'down'].flatMap((part) => linearKeys(`block.{n}.${part}`, `model.layers.{n}.mlp.${part}_proj`)),
  { own: 'block.{n}.attention_norm.weight', upstream: 'model.layers.{n}.input_layernorm.weight' },
  { own: 'block.{n}.feed_forward_norm.weight', upstream: 'model.layers.{n}.post_attention_layernorm.weight' },
  { own: 'final_norm.weight', upstream: 'model.norm.weight' },
  ...linearKeys('head', 'lm_head'),
];

/** A tied head that was written all the same, and angles that early releases wrote. */
export const llamaIgnored = (isTied: boolean): readonly string[] => [
  'model.layers.{n}.self_attn.rotary_emb.inv_freq',
  ...(isTied ? ['lm_head.weight'] : []),
];
