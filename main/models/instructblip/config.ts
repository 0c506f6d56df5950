import { z } from 'zod';
import { type LlamaConfig, llamaConfigSchema } from '../llama/config.ts';
import { size } from '../published-config.ts';
import { qformerConfigSchema } from '../qformer/config.ts';
import { type T5Config, t5ConfigSchema } from '../t5/config.ts';
import { vitConfigSchema } from '../vit/config.ts';

const shape = {
  vision_config: z.unknown().transform((given) => vitConfigSchema.parse(given ?? {})),
  qformer_config: z.unknown().transform((given) => qformerConfigSchema.parse(given ?? {})),
  text_config: z.looseObject({ model_type: z.string() }),
  num_query_tokens: size.default(32),
  /** The id that stands for a projected query where words and queries are written as one sequence. */
  image_token_index: z.int().nonnegative().nullish(),
};

/** config.json of InstructBLIP and of BLIP-2, which differ in whether the Q-Former reads the instruction. */
export const instructBlipConfigSchema = z
  .object({ model_type: z.enum(['instructblip', 'blip-2']), ...shape })
  .transform((config, context) => {
    const { text_config: text, ...rest } = config;
    const fail = (message: string): never => {
      context.addIssue({ code: 'custom', message, path: ['text_config'] });
      return z.NEVER;
    };
    if (text.model_type === 't5') {
      const parsed = t5ConfigSchema.safeParse(text);
      return parsed.success
        ? { ...rest, language: { kind: 't5' as const, config: parsed.data as T5Config } }
        : fail(z.prettifyError(parsed.error));
    }
    if (text.model_type === 'llama') {
      const parsed = llamaConfigSchema.safeParse(text);
      return parsed.success
        ? { ...rest, language: { kind: 'llama' as const, config: parsed.data as LlamaConfig } }
        : fail(z.prettifyError(parsed.error));
    }
    return fail(`its language model is "${text.model_type}"; supported are t5 and llama (Vicuna)`);
  })
  .readonly();
export type InstructBlipConfig = z.infer<typeof instructBlipConfigSchema>;

/** Whether the tokenised instruction enters the Q-Former's self-attention. */
export const readsInstruction = ({ model_type }: InstructBlipConfig): boolean => model_type === 'instructblip';
