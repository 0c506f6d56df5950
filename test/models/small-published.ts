import { BlipCaptioner } from '../../main/models/blip/captioner.ts';
import { blipConfigSchema } from '../../main/models/blip/config.ts';
import { Blip } from '../../main/models/blip/model.ts';
import type { PublishedCaptioner } from '../../main/models/captioner.ts';
import { LlamaCaptioner, T5Captioner } from '../../main/models/instructblip/captioner.ts';
import { type InstructBlipConfig, instructBlipConfigSchema } from '../../main/models/instructblip/config.ts';
import { InstructBlip } from '../../main/models/instructblip/model.ts';
import { Random } from '../../main/tensor/random.ts';
import type { SubwordTokenizer } from '../../main/text/tokenizers/tokenizer.ts';

/** A tokenizer of single letters: "a" is 10, "b" 11 and so on. */
export const letters: SubwordTokenizer = {
  vocabularySize: 36,
  encode: (text) => Array.from(text, (letter) => 10 + letter.charCodeAt(0) - 97),
  decode: (ids) => String.fromCharCode(...ids.filter((id) => id >= 10).map((id) => id + 87)),
  idOf: () => null,
};

const vision = {
  hidden_size: 12,
  intermediate_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 3,
  image_size: 8,
  patch_size: 4,
};
const texts = {
  t5: {
    model_type: 't5',
    vocab_size: 36,
    d_model: 16,
    d_kv: 5,
    d_ff: 20,
    num_layers: 2,
    num_heads: 3,
    relative_attention_num_buckets: 8,
    relative_attention_max_distance: 16,
    feed_forward_proj: 'gated-gelu',
    tie_word_embeddings: false,
  },
  llama: {
    model_type: 'llama',
    vocab_size: 36,
    hidden_size: 16,
    intermediate_size: 20,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    pad_token_id: 0,
    bos_token_id: 1,
    eos_token_id: 2,
  },
} as const;

export function smallInstructBlipConfig(
  language: keyof typeof texts,
  family: 'instructblip' | 'blip-2',
): InstructBlipConfig {
  return instructBlipConfigSchema.parse({
    model_type: family,
    vision_config: vision,
    qformer_config: {
      vocab_size: 40,
      hidden_size: 8,
      num_hidden_layers: 2,
      num_attention_heads: 2,
      intermediate_size: 12,
      max_position_embeddings: 16,
      encoder_hidden_size: 12,
    },
    text_config: texts[language],
    num_query_tokens: 3,
  });
}

export const smallInstructBlip = (language: keyof typeof texts, family: 'instructblip' | 'blip-2' = 'instructblip') =>
  new InstructBlip(smallInstructBlipConfig(language, family), false, new Random(5));

export const smallBlip = (): Blip =>
  new Blip(
    blipConfigSchema.parse({
      model_type: 'blip',
      vision_config: { ...vision, layer_norm_eps: 1e-5 },
      text_config: {
        vocab_size: 36,
        hidden_size: 12,
        encoder_hidden_size: 12,
        intermediate_size: 20,
        num_hidden_layers: 2,
        num_attention_heads: 3,
        max_position_embeddings: 40,
        bos_token_id: 3,
        sep_token_id: 2,
      },
    }),
    new Random(6),
  );

/** Asked "ab" of every image; the Q-Former reads four words of its own. */
const words = { tokenizer: letters, prompt: [1, 10, 11], instruction: [7, 8, 9, 30] };

/** A captioner of each family, with random weights: small enough for finite differences. */
export const smallCaptioners: Readonly<Record<string, () => PublishedCaptioner>> = {
  'InstructBLIP with T5': () => new T5Captioner(smallInstructBlip('t5'), words, 'hugging-face'),
  'BLIP-2 with T5': () =>
    new T5Captioner(smallInstructBlip('t5', 'blip-2'), { ...words, instruction: [] }, 'hugging-face'),
  'InstructBLIP with Llama': () => new LlamaCaptioner(smallInstructBlip('llama'), words, 'hugging-face'),
  BLIP: () => new BlipCaptioner(smallBlip(), letters),
};
