import { type KeyRule, linearKeys, normKeys } from '../key-map.ts';

/** A layout's names for the parts of BERT's attention: the same projections stand in `self` or in `attention`. */
export type AttentionSpelling = 'self' | 'attention';

/** BERT's attention below `upstream`, whose last part and norm are its `output`. */
export function bertAttentionKeys(own: string, upstream: string, spelling: AttentionSpelling): KeyRule[] {
  return [
    ...linearKeys(`${own}.q`, `${upstream}.${spelling}.query`),
    ...linearKeys(`${own}.k`, `${upstream}.${spelling}.key`),
    ...linearKeys(`${own}.v`, `${upstream}.${spelling}.value`),
    ...linearKeys(`${own}.o`, `${upstream}.output.dense`),
    ...normKeys(`${own}_residual.norm`, `${upstream}.output.LayerNorm`),
  ];
}

/** A feed-forward part and its norm; `end` is what the layout appends to both names. */
export function bertFeedForwardKeys(own: { readonly prefix: string; readonly layer: string }, end: string): KeyRule[] {
  const upstream = 'encoder.layer.{n}';
  return [
    ...linearKeys(`${own.layer}.${own.prefix}intermediate`, `${upstream}.intermediate${end}.dense`),
    ...linearKeys(`${own.layer}.${own.prefix}output`, `${upstream}.output${end}.dense`),
    ...normKeys(`${own.layer}.${own.prefix}feed_forward_residual.norm`, `${upstream}.output${end}.LayerNorm`),
  ];
}

/** The layers of a published Q-Former; its query tokens lie outside of it. */
export function qformerLayerKeys(spelling: AttentionSpelling): KeyRule[] {
  const [own, upstream] = ['layer.{n}', 'encoder.layer.{n}'];
  return [
    ...bertAttentionKeys(`${own}.self_attention`, `${upstream}.attention`, spelling),
    ...bertAttentionKeys(`${own}.cross_attention`, `${upstream}.crossattention`, spelling),
    ...bertFeedForwardKeys({ prefix: '', layer: own }, '_query'),
    ...bertFeedForwardKeys({ prefix: 'word_', layer: own }, ''),
  ];
}

/** Embeddings and first norm; without an instruction there is only the norm, and BLIP-2 spells it another way. */
export function qformerEmbeddingKeys(norm: string): KeyRule[] {
  return [
    { own: 'instruction.word_embeddings', upstream: 'embeddings.word_embeddings.weight' },
    { own: 'instruction.position_embeddings', upstream: 'embeddings.position_embeddings.weight' },
    ...normKeys('norm', norm),
  ];
}
