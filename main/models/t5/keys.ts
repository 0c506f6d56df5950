import { ignoring, type KeyMap, type KeyRule } from '../key-map.ts';

/** The names of T5's parameters in a Hugging Face checkpoint; LAVIS uses the same. */
const attention = (own: string, upstream: string): KeyRule => ({
  own: `{stack}.block.{n}.${own}.{p}.weight`,
  upstream: `{stack}.block.{n}.${upstream}.{p}.weight`,
  axes: [1, 0],
});
const norm = (own: string, layer: number): KeyRule => ({
  own: `{stack}.block.{n}.${own}.weight`,
  upstream: `{stack}.block.{n}.layer.${layer}.layer_norm.weight`,
});
const stackNorm = (stack: string, own: string, layer: number): KeyRule => ({
  own: `${stack}.block.{n}.${own}.weight`,
  upstream: `${stack}.block.{n}.layer.${layer}.layer_norm.weight`,
});
const feedForward = (stack: string, layer: number): KeyRule => ({
  own: `${stack}.block.{n}.feed_forward.{p}.weight`,
  upstream: `${stack}.block.{n}.layer.${layer}.DenseReluDense.{p}.weight`,
  axes: [1, 0],
});

export const t5Rules: readonly KeyRule[] = [
  { own: 'embedding', upstream: 'shared.weight' },
  { own: 'head.weight', upstream: 'lm_head.weight', axes: [1, 0] },
  {
    own: '{stack}.relative_attention_bias',
    upstream: '{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight',
  },
  attention('self_attention', 'layer.0.SelfAttention'),
  attention('cross_attention', 'layer.1.EncDecAttention'),
  norm('self_attention_norm', 0),
  norm('cross_attention_norm', 1),
  stackNorm('encoder', 'feed_forward_norm', 1),
  stackNorm('decoder', 'feed_forward_norm', 2),
  feedForward('encoder', 1),
  feedForward('decoder', 2),
  { own: '{stack}.final_norm.weight', upstream: '{stack}.final_layer_norm.weight' },
];

/**
 * Copies of the shared embedding, a tied head that was written all the same, and a table that early releases wrote for
 * cross-attention and never used.
 */
const copies: readonly string[] = [
  'encoder.embed_tokens.weight',
  'decoder.embed_tokens.weight',
  'decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight',
];
export const t5TiedHead = 'lm_head.weight';

export const t5Ignored = (isTied: boolean, prefix: string): RegExp[] =>
  ignoring([...copies, ...(isTied ? [t5TiedHead] : [])], prefix);

/** The keys of a T5 checkpoint. A tied head is not a parameter of its own. */
export function t5Keys(isTied: boolean): KeyMap {
  return {
    layout: 'Hugging Face T5',
    rules: t5Rules,
    ignored: t5Ignored(isTied, ''),
  };
}
