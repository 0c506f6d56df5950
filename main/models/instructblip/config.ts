import { z } from 'zod';
import { handOn, inWords } from '../../errors/faults-in-words.ts';
import { type LlamaConfig, llamaConfigSchema } from '../llama/config.ts';
import { partOf, size } from '../published-config.ts';
import { qformerConfigSchema } from '../qformer/config.ts';
import { type T5Config, t5ConfigSchema } from '../t5/config.ts';
import { vitConfigSchema } from '../vit/config.ts';

const t5Schema = t5ConfigSchema as z.ZodType<T5Config>;
const llamaSchema = llamaConfigSchema as z.ZodType<LlamaConfig>;

const shape = {
  vision_config: partOf(vitConfigSchema),
  qformer_config: partOf(qformerConfigSchema),
  // A config without one, or of no type, means OPT to upstream.
  text_config: partOf(z.looseObject({ model_type: z.string().default('opt') })),
  num_query_tokens: size.default(32),
  /** The id that stands for a projected query where words and queries are written as one sequence. */
  image_token_index: z.int().nonnegative().nullish(),
};

/** config.json of InstructBLIP and of BLIP-2, which differ in whether the Q-Former reads the instruction. */
export const instructBlipConfigSchema = z
  .object({ model_type: z.enum(['instructblip', 'blip-2']), ...shape })
  .transform((config, context) => {
    const { text_config: text, qformer_config, ...others } = config;
    // Upstream takes no notice of what the Q-Former's part says of it.
    const reader = { ...qformer_config, encoder_hidden_size: config.vision_config.hidden_size };
    const rest = { ...others, qformer_config: reader };
    const parsed = <T>(schema: z.ZodType<T>): T => {
      const result = schema.safeParse(text, inWords);
      if (result.success) return result.data;
      handOn(result.error, context, ['text_config']);
      return z.NEVER;
    };
    if (text.model_type === 't5') return { ...rest, language: { kind: 't5' as const, config: parsed(t5Schema) } };
    if (text.model_type === 'llama')
      return { ...rest, language: { kind: 'llama' as const, config: parsed(llamaSchema) } };
    const message = `its language model is "${text.model_type}"; supported are t5 and llama (Vicuna)`;
    context.addIssue({ code: 'custom', message, path: ['text_config'] });
    return z.NEVER;
  })
  .readonly();
export type InstructBlipConfig = z.infer<typeof instructBlipConfigSchema>;

/** Whether the tokenised instruction enters the Q-Former's self-attention. */
export const readsInstruction = ({ model_type }: InstructBlipConfig): boolean => model_type === 'instructblip';
