import { blipConfigSchema } from '../blip/config.ts';
import { type Architecture, architectureOf, blip as blipArchitecture } from './architecture.ts';

/** A published model that a person may want, with what its config says so that its size is known before downloading. */
export interface KnownModel {
  readonly repository: string;
  readonly title: string;
  readonly description: string;
  /** As its card has it; the download brings the text. */
  readonly licence: string;
  readonly architecture: Architecture;
  /** Numbers in its files: BLIP's hold the head beside the embedding that it is tied to. */
  readonly storedNumbers: number;
}

const flanT5 = (sizes: object): object => ({
  model_type: 't5',
  vocab_size: 32_128,
  d_kv: 64,
  num_layers: 24,
  feed_forward_proj: 'gated-gelu',
  tie_word_embeddings: false,
  ...sizes,
});
const flanT5Xl = flanT5({ d_model: 2048, d_ff: 5120, num_heads: 32 });
const vicuna7b = {
  model_type: 'llama',
  vocab_size: 32_001,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
};
const largeVision = { hidden_size: 1024, intermediate_size: 4096, num_hidden_layers: 24, num_attention_heads: 16 };
/** Published with 12 heads for words, where a config that says nothing means 8. */
const blipText = { num_attention_heads: 12 };
const blip = (vision: object): Pick<KnownModel, 'architecture' | 'storedNumbers'> => {
  const config = blipConfigSchema.parse({ model_type: 'blip', vision_config: vision, text_config: blipText });
  const architecture = blipArchitecture(config);
  const { vocab_size: words, hidden_size: width } = config.text_config;
  return { architecture, storedNumbers: architecture.parameters!.total + words * width };
};
const withQueries = (
  family: 'blip-2' | 'instructblip',
  text: object,
): Pick<KnownModel, 'architecture' | 'storedNumbers'> => {
  const qformer = family === 'blip-2' ? {} : { vocab_size: 30_523 };
  const parts = { vision_config: {}, qformer_config: qformer, text_config: text };
  const architecture = architectureOf({ model_type: family, ...parts });
  return { architecture, storedNumbers: architecture.parameters!.total };
};

/** In the order of their size. */
export const knownModels: readonly KnownModel[] = [
  {
    repository: 'Salesforce/blip-image-captioning-base',
    title: 'BLIP captioner, base',
    description: 'The smallest and quickest of these; an ordinary computer can fine-tune it.',
    licence: 'bsd-3-clause',
    ...blip({}),
  },
  {
    repository: 'Salesforce/blip-image-captioning-large',
    title: 'BLIP captioner, large',
    description: 'Looks at images more closely than the base model, and takes longer.',
    licence: 'bsd-3-clause',
    ...blip(largeVision),
  },
  {
    repository: 'Salesforce/blip2-flan-t5-xl',
    title: 'BLIP-2 with FLAN-T5-XL',
    description: 'A large language model words the captions. For a computer with much memory.',
    licence: 'mit',
    ...withQueries('blip-2', flanT5Xl),
  },
  {
    repository: 'Salesforce/instructblip-flan-t5-xl',
    title: 'InstructBLIP with FLAN-T5-XL',
    description: 'The model that most published work on captions of satellite images starts from.',
    licence: 'mit',
    ...withQueries('instructblip', flanT5Xl),
  },
  {
    repository: 'Salesforce/instructblip-vicuna-7b',
    title: 'InstructBLIP with Vicuna-7B',
    description: 'The same with a larger language model, whose licence forbids commercial use.',
    licence: 'Llama, not for commercial use',
    ...withQueries('instructblip', vicuna7b),
  },
];
