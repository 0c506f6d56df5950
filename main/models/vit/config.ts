import { z } from 'zod';
import { activationNames } from '../../tensor/ops/activation-names.ts';
import { side, size } from '../published-config.ts';

/**
 * `vision_config` of a published config.json. What it leaves out is EVA-CLIP's ViT-g/14 without its last block, as
 * InstructBLIP and BLIP-2 use it.
 */
export const vitConfigSchema = z
  .object({
    hidden_size: size.default(1408),
    intermediate_size: size.default(6144),
    num_hidden_layers: size.default(39),
    num_attention_heads: size.default(16),
    image_size: side.default(224),
    patch_size: side.default(14),
    hidden_act: z.enum(activationNames).default('gelu'),
    layer_norm_eps: z.number().positive().default(1e-6),
    qkv_bias: z.boolean().default(true),
  })
  .refine((config) => config.hidden_size % config.num_attention_heads === 0, 'hidden_size must be a multiple of heads')
  .refine((config) => config.image_size % config.patch_size === 0, 'image_size must be a multiple of patch_size')
  .readonly();
export type VitConfig = z.infer<typeof vitConfigSchema>;

/** `vision_config` of BLIP, which leaves out ViT-B/16 at 384 px. */
export const blipVitConfigSchema = z.preprocess(
  (given) => ({
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    image_size: 384,
    patch_size: 16,
    layer_norm_eps: 1e-5,
    ...(given as object),
  }),
  vitConfigSchema,
);

/** Tokens of an image: its patches and, before them, the class token. */
export const vitTokens = ({ image_size, patch_size }: VitConfig): number => (image_size / patch_size) ** 2 + 1;
