import path from 'node:path';
import { z } from 'zod';
import { handOn, inWords } from '../../errors/faults-in-words.ts';
import { type BlipConfig, blipConfigSchema } from '../blip/config.ts';
import { type InstructBlipConfig, instructBlipConfigSchema, readsInstruction } from '../instructblip/config.ts';
import { readModelJson } from '../published-config.ts';
import { tinyDarknetConfig } from '../tiny-darknet/config.ts';
import { type VitConfig, vitTokens } from '../vit/config.ts';
import {
  bertDecoderParameters,
  llamaParameters,
  qformerParameters,
  t5Parameters,
  vitParameters,
} from './parameter-counts.ts';
import { blipTokenizer, instructBlipTokenizers, type TokenizerNeed } from './tokenizers.ts';

export type Family = 'nadir-mini' | 'instructblip' | 'blip-2' | 'blip';

/** A stack of transformer blocks, as far as it decides how much memory a step takes. */
export interface Blocks {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly feedForwardWidth: number;
  /** Tokens of one sequence: an image's, the queries with an instruction, or the words of a caption. */
  readonly tokens: number;
}

/** The size of a model according to its config. */
export interface Architecture {
  readonly family: Family;
  /** Example: "InstructBLIP with T5". */
  readonly title: string;
  readonly imageSize: number;
  /** Null for nadir-mini, whose vocabulary grows: its files say it. */
  readonly parameters: { readonly vision: number; readonly trained: number; readonly total: number } | null;
  /** Tokenizers of its folder; none for nadir-mini, whose words are its own. */
  readonly tokenizers: readonly TokenizerNeed[];
  /** Null where memory was measured instead: nadir-mini. */
  readonly stacks: {
    readonly vision: Blocks;
    /** Stacks that a gradient goes through. */
    readonly differentiated: readonly Blocks[];
    /** The stack whose keys and values are cached while writing. */
    readonly writer: Blocks;
    /** Tokens that each of its blocks looks at beside its own: the image's, or what an encoder made of them. */
    readonly lookedAt: number;
    readonly vocabulary: number;
  } | null;
}

/** Words of an instruction and of a caption that estimates count with; both are longer than most. */
const instructionTokens = 20;
const captionTokens = 40;

const familySchema = z.union(
  [z.object({ model: z.literal('nadir-mini') }), z.object({ model_type: z.enum(['instructblip', 'blip-2', 'blip']) })],
  'it is of a kind that is not known; known are nadir-mini, instructblip, blip-2 and blip',
);

/** The family of a config.json. Throws `not_found`, or `malformed_file` for one that is not known. */
export function readFamily(file: string): Family {
  const kind = readModelJson(file, familySchema);
  return 'model' in kind ? kind.model : kind.model_type;
}

/** Any config.json of a family that is known, as what it says of the model's size. */
const architectureSchema: z.ZodType<Architecture> = z.unknown().transform((config, context): Architecture => {
  const parsed = <T>(schema: z.ZodType<T>): T => {
    const result = schema.safeParse(config, inWords);
    if (result.success) return result.data;
    handOn(result.error, context);
    return z.NEVER;
  };
  const kind = parsed(familySchema);
  if (context.issues.length > 0) return z.NEVER;
  if ('model' in kind) return nadirMini;
  if (kind.model_type === 'blip') {
    const settings = parsed(blipConfigSchema as z.ZodType<BlipConfig>);
    return context.issues.length > 0 ? z.NEVER : blip(settings);
  }
  const settings = parsed(instructBlipConfigSchema as z.ZodType<InstructBlipConfig>);
  return context.issues.length > 0 ? z.NEVER : instructBlip(settings);
});

/**
 * Reads a folder's config.json. Throws `not_found` without one, `malformed_file` for a model of a kind that is not
 * known, or whose sizes are missing.
 */
export const readArchitecture = (folder: string): Architecture =>
  readModelJson(path.join(folder, 'config.json'), architectureSchema);

/** The same of a config that is in memory. Throws a ZodError. */
export const architectureOf = (config: unknown): Architecture => architectureSchema.parse(config, inWords);

const nadirMini: Architecture = {
  family: 'nadir-mini',
  title: 'nadir-mini',
  imageSize: tinyDarknetConfig.imageSize,
  parameters: null,
  tokenizers: [],
  stacks: null,
};

export function instructBlip(config: InstructBlipConfig): Architecture {
  const { vision_config: vision, qformer_config: qformer, num_query_tokens: queries, language } = config;
  const instructed = readsInstruction(config);
  const width = language.kind === 't5' ? language.config.d_model : language.config.hidden_size;
  const trained = qformerParameters(qformer, queries, instructed) + qformer.hidden_size * width + width;
  const words = language.kind === 't5' ? t5Parameters(language.config) : llamaParameters(language.config);
  const counted = { vision: vitParameters(vision), trained };
  const prefix = queries + instructionTokens;
  const reader: Blocks = {
    layers: qformer.num_hidden_layers,
    width: qformer.hidden_size,
    heads: qformer.num_attention_heads,
    feedForwardWidth: qformer.intermediate_size,
    tokens: instructed ? prefix : queries,
  };
  const writers = languageStacks(language, prefix);
  return {
    family: config.model_type,
    title: `${instructed ? 'InstructBLIP' : 'BLIP-2'} with ${language.kind === 't5' ? 'T5' : 'Llama (Vicuna)'}`,
    imageSize: vision.image_size,
    parameters: { ...counted, total: counted.vision + trained + words },
    tokenizers: instructBlipTokenizers(config),
    stacks: {
      vision: visionBlocks(vision),
      differentiated: [reader, ...writers],
      writer: writers.at(-1)!,
      lookedAt: language.kind === 't5' ? prefix : 0,
      vocabulary: language.config.vocab_size,
    },
  };
}

function languageStacks(language: InstructBlipConfig['language'], prefix: number): readonly Blocks[] {
  if (language.kind === 't5') {
    const { d_model: width, num_heads: heads, d_ff: feedForwardWidth, num_layers: layers } = language.config;
    const decoderLayers = language.config.num_decoder_layers ?? layers;
    return [
      { layers, width, heads, feedForwardWidth, tokens: prefix },
      { layers: decoderLayers, width, heads, feedForwardWidth, tokens: captionTokens },
    ];
  }
  const { num_hidden_layers: layers, hidden_size: width, num_attention_heads: heads } = language.config;
  const { intermediate_size: feedForwardWidth } = language.config;
  return [{ layers, width, heads, feedForwardWidth, tokens: prefix + captionTokens }];
}

export function blip({ vision_config: vision, text_config: text }: BlipConfig): Architecture {
  const decoder = bertDecoderParameters(text);
  const tower = vitParameters(vision);
  const writer: Blocks = {
    layers: text.num_hidden_layers,
    width: text.hidden_size,
    heads: text.num_attention_heads,
    feedForwardWidth: text.intermediate_size,
    tokens: captionTokens,
  };
  return {
    family: 'blip',
    title: 'BLIP captioner',
    imageSize: vision.image_size,
    parameters: { vision: tower, trained: decoder, total: tower + decoder },
    tokenizers: [blipTokenizer(text.vocab_size)],
    stacks: {
      vision: visionBlocks(vision),
      differentiated: [writer],
      writer,
      lookedAt: vitTokens(vision),
      vocabulary: text.vocab_size,
    },
  };
}

const visionBlocks = (vision: VitConfig): Blocks => ({
  layers: vision.num_hidden_layers,
  width: vision.hidden_size,
  heads: vision.num_attention_heads,
  feedForwardWidth: vision.intermediate_size,
  tokens: vitTokens(vision),
});
