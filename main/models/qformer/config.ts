import { z } from 'zod';
import { type ActivationName, activationNames } from '../../tensor/ops/activation-names.ts';
import { size } from '../published-config.ts';

/** Sizes of a Q-Former (Li et al. 2023): learned queries that read an image's tokens. */
export interface QFormerConfig {
  readonly queries: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForwardWidth: number;
  /** Absent: exact GELU. */
  readonly activation?: ActivationName;
  readonly imageWidth: number;
  /** Cross-attention stands in every n-th layer, starting with the first. */
  readonly crossAttentionEvery: number;
  /** 'after' each part as published (BERT); 'before' it learns faster from scratch and adds a last norm. */
  readonly norm: 'before' | 'after';
  readonly epsilon: number;
  /** InstructBLIP's queries also read the instruction's words (Dai et al. 2023); absent: they do not. */
  readonly instruction?: { readonly vocabularySize: number; readonly positions: number };
}

/** `qformer_config` of a published config.json; what it leaves out is BERT-base. */
export const qformerConfigSchema = z
  .object({
    vocab_size: size.default(30_522),
    hidden_size: size.default(768),
    num_hidden_layers: size.default(12),
    num_attention_heads: size.default(12),
    intermediate_size: size.default(3072),
    hidden_act: z.enum(activationNames).default('gelu'),
    max_position_embeddings: size.default(512),
    layer_norm_eps: z.number().positive().default(1e-12),
    cross_attention_frequency: size.default(2),
    encoder_hidden_size: size.default(1408),
  })
  .readonly();
type Published = z.infer<typeof qformerConfigSchema>;

/** A published Q-Former's sizes, with or without an instruction. */
export function publishedQFormer(config: Published, queries: number, readsInstruction: boolean): QFormerConfig {
  return {
    queries,
    width: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    feedForwardWidth: config.intermediate_size,
    activation: config.hidden_act,
    imageWidth: config.encoder_hidden_size,
    crossAttentionEvery: config.cross_attention_frequency,
    norm: 'after',
    epsilon: config.layer_norm_eps,
    ...(readsInstruction
      ? { instruction: { vocabularySize: config.vocab_size, positions: config.max_position_embeddings } }
      : {}),
  };
}
