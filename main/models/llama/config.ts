import { z } from 'zod';
import { activationNames } from '../../tensor/ops/activation-names.ts';
import { endToken, nullIs, size, withinVocabulary } from '../published-config.ts';

const ropeSchema = z.object({
  rope_theta: z.number().positive().nullish(),
  rope_type: z.string().nullish(),
  /** As releases before 4.45 call it. */
  type: z.string().nullish(),
  factor: z.number().positive().nullish(),
  low_freq_factor: z.number().positive().nullish(),
  high_freq_factor: z.number().positive().nullish(),
  original_max_position_embeddings: size.nullish(),
  partial_rotary_factor: z.number().nullish(),
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
    max_position_embeddings: size.default(2048),
    attention_bias: nullIs(false),
    mlp_bias: nullIs(false),
    tie_word_embeddings: nullIs(false),
    pad_token_id: z.int().nullish(),
    bos_token_id: z.int().nullable().default(1),
    eos_token_id: endToken.default(2),
  })
  .refine(
    (config) => config.num_attention_heads % (config.num_key_value_heads ?? config.num_attention_heads) === 0,
    'num_attention_heads must be a multiple of num_key_value_heads',
  )
  .superRefine(withinVocabulary('bos_token_id', 'eos_token_id'))
  .superRefine((config, context) => {
    const fault = ropeFault(config);
    if (fault) context.addIssue({ code: 'custom', message: fault.message, path: [spellingOf(config), ...fault.path] });
  })
  .readonly();
export type LlamaConfig = z.infer<typeof llamaConfigSchema>;

/** Ways of scaling that are computed, with the settings that each needs. */
const ropeKinds = {
  default: [],
  linear: ['factor'],
  dynamic: ['factor'],
  llama3: ['factor', 'low_freq_factor', 'high_freq_factor'],
} as const;
type RopeKind = keyof typeof ropeKinds;
const isKnown = (kind: string): kind is RopeKind => Object.hasOwn(ropeKinds, kind);

/** The growth of rotary angles with a token's position. */
export interface Rope {
  readonly theta: number;
  /** Positions are divided by it. */
  readonly factor: number;
  /** Llama 3.1 divides only low frequencies by a factor; absent: no. */
  readonly bands?: {
    readonly factor: number;
    readonly low: number;
    readonly high: number;
    readonly positions: number;
  };
  /** From this place on angles would be others than those of the places before; absent: they never are. */
  readonly places?: number;
}

interface RopeSettings {
  readonly rope_theta?: number | null | undefined;
  readonly rope_scaling?: z.infer<typeof ropeSchema> | null | undefined;
  readonly rope_parameters?: z.infer<typeof ropeSchema> | null | undefined;
  readonly max_position_embeddings: number;
}

const spellingOf = (config: RopeSettings): 'rope_parameters' | 'rope_scaling' =>
  config.rope_parameters ? 'rope_parameters' : 'rope_scaling';
const kindOf = (given: z.infer<typeof ropeSchema>): string => given.rope_type ?? given.type ?? 'default';

function ropeFault(config: RopeSettings): { readonly message: string; readonly path: readonly string[] } | null {
  const given = config[spellingOf(config)] ?? {};
  const kind = kindOf(given);
  if (!isKnown(kind)) {
    const known = Object.keys(ropeKinds).join(', ');
    return { message: `rotary positions are scaled by "${kind}"; supported are ${known}`, path: [] };
  }
  const missing = ropeKinds[kind].find((name) => typeof given[name] !== 'number');
  if (missing) return { message: `rotary positions scaled by "${kind}" need it`, path: [missing] };
  const part = given.partial_rotary_factor ?? 1;
  if (part === 1) return null;
  return { message: `only ${part} of each head turns; supported is 1`, path: ['partial_rotary_factor'] };
}

/** The rotary positions of either spelling. */
export function ropeOf(config: RopeSettings): Rope {
  const given = config[spellingOf(config)] ?? {};
  const theta = given.rope_theta ?? config.rope_theta ?? 10_000;
  const factor = given.factor ?? 1;
  switch (kindOf(given)) {
    case 'linear':
      return { theta, factor };
    case 'dynamic':
      // Its base grows with the length of a text beyond the places that it was trained with, and only then.
      return { theta, factor: 1, places: config.max_position_embeddings };
    case 'llama3': {
      const { low_freq_factor: low, high_freq_factor: high } = given;
      const positions = given.original_max_position_embeddings ?? config.max_position_embeddings;
      return { theta, factor: 1, bands: { factor, low: low!, high: high!, positions } };
    }
    default:
      return { theta, factor: 1 };
  }
}

/** Width of a head: its own setting, or the width shared out. */
export const headWidthOf = (config: LlamaConfig): number =>
  config.head_dim ?? config.hidden_size / config.num_attention_heads;
