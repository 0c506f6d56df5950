import { z } from 'zod';
import { activationNames } from '../../tensor/ops/activation-names.ts';
import { partOf, size, tokenId, withinVocabulary } from '../published-config.ts';
import { blipVitConfigSchema } from '../vit/config.ts';

/** `text_config` of BLIP's config.json; what it leaves out is BERT-base but for its heads, as upstream reads it. */
const textConfigSchema = z
  .object({
    vocab_size: size.default(30_524),
    hidden_size: size.default(768),
    intermediate_size: size.default(3072),
    num_hidden_layers: size.default(12),
    num_attention_heads: size.default(8),
    max_position_embeddings: size.default(512),
    hidden_act: z.enum(activationNames).default('gelu'),
    layer_norm_eps: z.number().positive().default(1e-12),
    bos_token_id: tokenId.default(30_522),
    pad_token_id: tokenId.default(0),
    /** The end of a caption: BLIP's own end token is never written. */
    sep_token_id: tokenId.default(102),
    label_smoothing: z.number().min(0).max(1).default(0),
  })
  .superRefine(withinVocabulary('bos_token_id', 'pad_token_id', 'sep_token_id'));

/** config.json of BLIP's captioning checkpoints. */
export const blipConfigSchema = z
  .object({
    model_type: z.literal('blip'),
    vision_config: partOf(blipVitConfigSchema),
    text_config: partOf(textConfigSchema),
  })
  // Upstream takes no notice of what the text's part says of it.
  .transform(({ vision_config, text_config, ...rest }) => ({
    ...rest,
    vision_config,
    text_config: { ...text_config, encoder_hidden_size: vision_config.hidden_size },
  }))
  .readonly();
export type BlipConfig = z.infer<typeof blipConfigSchema>;
export type BlipTextConfig = BlipConfig['text_config'];
