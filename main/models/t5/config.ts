import { z } from 'zod';
import { type ActivationName, activationNames } from '../../tensor/ops/activation-names.ts';
import { endToken, nullIs, size, tokenId, withinVocabulary } from '../published-config.ts';

/** Sizes and choices of a T5-style stack (Raffel et al. 2020); read from a checkpoint's config, never assumed. */
export interface T5StackConfig {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly headWidth: number;
  readonly feedForwardWidth: number;
  readonly activation: ActivationName;
  /** A second projection multiplies the activated one (Shazeer 2020): v1.1 and FLAN. Absent: false. */
  readonly isGated?: boolean;
  /** Buckets of relative distance, and the distance from which all fall into the last. */
  readonly buckets: number;
  readonly maxDistance: number;
  /** A decoder sees only earlier positions and attends to a memory of this width; null is an encoder. */
  readonly memoryWidth: number | null;
  /** 1 as published. headWidth^−½ where training starts from scratch: one learning rate then suits all weights. */
  readonly attentionScale: number;
  readonly epsilon: number;
}

type FeedForward = ActivationName | `gated-${ActivationName}`;
const feedForwards = [...activationNames, ...activationNames.map((name) => `gated-${name}` as const)] as [
  FeedForward,
  ...FeedForward[],
];

/** Interprets the name of a feed-forward part: an activation, of two projections where it begins with "gated-". */
function feedForwardOf(name: FeedForward): Pick<T5StackConfig, 'activation' | 'isGated'> {
  // v1.1's "gelu" is the tanh approximation, by which it was trained, unless the config names its activation too.
  if (name === 'gated-gelu') return { activation: 'gelu_new', isGated: true };
  return { activation: name.replace(/^gated-/, '') as ActivationName, isGated: name.startsWith('gated-') };
}

/** config.json of a T5 checkpoint, as far as it decides what is computed. */
export const t5ConfigSchema = z
  .object({
    // What newer releases leave out of a captioner's config, as they read it: the sizes of T5-small.
    vocab_size: size.default(32_128),
    d_model: size.default(512),
    d_kv: size.default(64),
    d_ff: size.default(2048),
    num_layers: size.default(6),
    num_decoder_layers: size.nullish(),
    num_heads: size.default(8),
    relative_attention_num_buckets: size.default(32),
    relative_attention_max_distance: size.default(128),
    layer_norm_epsilon: z.number().positive().default(1e-6),
    feed_forward_proj: z.enum(feedForwards).default('relu'),
    /** They take precedence over `feed_forward_proj`: BLIP-2 and InstructBLIP have gated exact GELU by them. */
    dense_act_fn: z.enum(activationNames).nullish(),
    is_gated_act: z.boolean().nullish(),
    /** Null is true to upstream, which asks only whether it is false. */
    tie_word_embeddings: nullIs(true),
    scale_decoder_outputs: z.boolean().nullish(),
    pad_token_id: tokenId.default(0),
    eos_token_id: endToken.default(1),
    decoder_start_token_id: tokenId.nullish(),
  })
  .superRefine(withinVocabulary('pad_token_id', 'eos_token_id', 'decoder_start_token_id'))
  .readonly();
export type T5Config = z.infer<typeof t5ConfigSchema>;

/** The sizes of its two stacks. */
export function t5Stacks(config: T5Config): { readonly encoder: T5StackConfig; readonly decoder: T5StackConfig } {
  const named = feedForwardOf(config.feed_forward_proj);
  const encoder: T5StackConfig = {
    width: config.d_model,
    layers: config.num_layers,
    heads: config.num_heads,
    headWidth: config.d_kv,
    feedForwardWidth: config.d_ff,
    activation: config.dense_act_fn ?? named.activation,
    isGated: config.is_gated_act ?? named.isGated ?? false,
    buckets: config.relative_attention_num_buckets,
    maxDistance: config.relative_attention_max_distance,
    memoryWidth: null,
    attentionScale: 1,
    epsilon: config.layer_norm_epsilon,
  };
  const layers = config.num_decoder_layers ?? config.num_layers;
  return { encoder, decoder: { ...encoder, layers, memoryWidth: config.d_model } };
}

/**
 * Whether the last hidden state is multiplied by D^−½ before the head: v1.0 does, whose head is tied. Newer configs say
 * so themselves, because they call heads tied that were not.
 */
export function scalesOutputs(config: T5Config): boolean {
  return config.scale_decoder_outputs ?? config.tie_word_embeddings;
}
