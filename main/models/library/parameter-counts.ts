import type { z } from 'zod';
import { headWidthOf, type LlamaConfig } from '../llama/config.ts';
import type { qformerConfigSchema } from '../qformer/config.ts';
import type { T5Config } from '../t5/config.ts';
import { t5Stacks } from '../t5/config.ts';
import { type VitConfig, vitTokens } from '../vit/config.ts';

// How many numbers the parts of a model have, from its config alone, so that a model can be judged before it is downloaded.

/** A linear layer with a bias. */
const linear = (input: number, output: number): number => input * output + output;
/** Gain and bias. */
const layerNorm = (width: number): number => 2 * width;

/** ViT-g/14 as InstructBLIP uses it has 985,952,256. */
export function vitParameters(config: VitConfig): number {
  const { hidden_size: width, intermediate_size: inner, num_hidden_layers: layers, patch_size: patch } = config;
  const embeddings = width + linear(3 * patch ** 2, width) + vitTokens(config) * width;
  const queriesKeysValues = 3 * width * width + (config.qkv_bias ? 3 * width : 0);
  const layer =
    2 * layerNorm(width) + queriesKeysValues + linear(width, width) + linear(width, inner) + linear(inner, width);
  return embeddings + layers * layer + layerNorm(width);
}

/** InstructBLIP's Q-Former and its 32 queries have 185,684,736. */
export function qformerParameters(
  config: z.infer<typeof qformerConfigSchema>,
  queries: number,
  readsInstruction: boolean,
): number {
  const { hidden_size: width, intermediate_size: inner, encoder_hidden_size: image } = config;
  const self = 4 * linear(width, width) + layerNorm(width);
  const cross = 2 * linear(width, width) + 2 * linear(image, width) + layerNorm(width);
  const feedForward = linear(width, inner) + linear(inner, width) + layerNorm(width);
  const words = readsInstruction ? (config.vocab_size + config.max_position_embeddings) * width : 0;
  // Queries and instruction have a feed-forward network each.
  const layers = config.num_hidden_layers * (self + (readsInstruction ? 2 : 1) * feedForward);
  const crossed = Math.ceil(config.num_hidden_layers / config.cross_attention_frequency) * cross;
  return queries * width + words + layerNorm(width) + layers + crossed;
}

/** FLAN-T5-XL has 2,849,757,184. The head of a gated T5 (v1.1, FLAN) is its own, whatever newer configs say of it. */
export function t5Parameters(config: T5Config): number {
  const { encoder, decoder } = t5Stacks(config);
  const { width, heads, headWidth, feedForwardWidth, isGated, buckets } = encoder;
  const attention = 4 * width * heads * headWidth;
  const feedForward = (isGated ? 3 : 2) * width * feedForwardWidth;
  const stacks =
    encoder.layers * (attention + feedForward + 2 * width) + decoder.layers * (2 * attention + feedForward + 3 * width);
  const hasOwnHead = isGated || !config.tie_word_embeddings;
  return (hasOwnHead ? 2 : 1) * config.vocab_size * width + stacks + 2 * (buckets * heads + width);
}

/** Llama-7B (Vicuna-7B with 32,000 words) has 6,738,415,616. */
export function llamaParameters(config: LlamaConfig): number {
  const { hidden_size: width, intermediate_size: inner, num_attention_heads: heads } = config;
  const keyHeads = config.num_key_value_heads ?? heads;
  const headWidth = headWidthOf(config);
  const projected = (2 * heads + 2 * keyHeads) * headWidth;
  const biases =
    (config.attention_bias ? (heads + 2 * keyHeads) * headWidth + width : 0) +
    (config.mlp_bias ? 2 * inner + width : 0);
  const layer = width * projected + 3 * width * inner + 2 * width + biases;
  return (config.tie_word_embeddings ? 1 : 2) * config.vocab_size * width + config.num_hidden_layers * layer + width;
}

/** The settings that decide the size of BLIP's text decoder, a BERT with cross-attention whose head shares the word embeddings. */
export interface BertDecoderSizes {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly encoder_hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly max_position_embeddings: number;
}

/** BLIP-base's text decoder has 137,881,148. */
export function bertDecoderParameters(config: BertDecoderSizes): number {
  const { vocab_size: words, hidden_size: width, encoder_hidden_size: image, intermediate_size: inner } = config;
  const self = 4 * linear(width, width) + layerNorm(width);
  const cross = 2 * linear(width, width) + 2 * linear(image, width) + layerNorm(width);
  const feedForward = linear(width, inner) + linear(inner, width) + layerNorm(width);
  const embeddings = (words + config.max_position_embeddings) * width + layerNorm(width);
  const head = linear(width, width) + layerNorm(width) + words;
  return embeddings + config.num_hidden_layers * (self + cross + feedForward) + head;
}
