import { z } from 'zod';
import { activationNames } from '../../tensor/ops/activation-names.ts';
import { size } from '../published-config.ts';

const ropeSchema = z.object({
  rope_theta: z.number().positive().optional(),
  rope_type: z.string().optional(),
  type: z.string().optional(),
  factor: z.number().positive().optional(),
});

/**
 * config.json of a Llama checkpoint (Touvron et al. 2023), as far as it decides what is computed. What it leaves out is
 * Llama-7B: some releases write only what differs from it.
 */
export const llamaConfigSchema = z
  .object({
    vocab_size: size.default(32_000),
    hidden_size: size.default(4096),
    intermediate_size: size.default(11_008),
    num_hidden_layers: size.default(32),
    num_attention_heads: size.default(32),
    num_key_value_heads: size.nullish(),
    head_dim: size.nullish(),
    hidden_act: z.enum(activationNames).default('silu'),
    rms_norm_eps: z.number().positive().default(1e-6),
    /** Releases before 5 write the base of the rotary angles here, later ones into `rope_parameters`. */
    rope_theta: z.number().positive().nullish(),
    rope_scaling: ropeSchema.nullish(),
    rope_parameters: ropeSchema.nullish(),
    attention_bias: z.boolean().default(false),
    mlp_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(false),
    pad_token_id: z.int().nullish(),
    bos_token_id: z.int().nullable().default(1),
    eos_token_id: z.int().nonnegative().default(2),
  })
  .refine(
    (config) => config.num_attention_heads % (config.num_key_value_heads ?? config.num_attention_heads) === 0,
    'num_attention_heads must be a multiple of num_key_value_heads',
  )
  .refine((config) => ['default', 'linear'].includes(ropeOf(config).type), {
    message: 'the rotary positions are scaled in a way that is not supported; supported are default and linear',
  })
  .readonly();
export type LlamaConfig = z.infer<typeof llamaConfigSchema>;

interface Rope {
  readonly theta: number;
  readonly type: string;
  /** Positions are divided by it. */
  readonly factor: number;
}

/** The rotary positions of either spelling. */
export function ropeOf(config: {
  readonly rope_theta?: number | null | undefined;
  readonly rope_scaling?: z.infer<typeof ropeSchema> | null | undefined;
  readonly rope_parameters?: z.infer<typeof ropeSchema> | null | undefined;
}): Rope {
  const given = config.rope_parameters ?? config.rope_scaling ?? {};
  const type = given.rope_type ?? given.type ?? 'default';
  const theta = given.rope_theta ?? config.rope_theta ?? 10_000;
  return { theta, type, factor: type === 'linear' ? (given.factor ?? 1) : 1 };
}

/** Width of a head: its own setting, or the width shared out. */
export const headWidthOf = (config: LlamaConfig): number =>
  config.head_dim ?? config.hidden_size / config.num_attention_heads;
