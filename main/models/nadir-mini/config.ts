import { z } from 'zod';
import type { QFormerConfig } from '../qformer/config.ts';
import type { T5StackConfig } from '../t5/config.ts';
import { tinyDarknetConfig } from '../tiny-darknet/config.ts';

/** config.json of a nadir-mini folder. */
export const nadirMiniConfigSchema = z
  .object({
    model: z.literal('nadir-mini'),
    version: z.literal(1),
    tower: z.literal(tinyDarknetConfig.id),
    width: z.int().min(8).max(2048).default(256),
    heads: z.int().min(1).max(64).default(4),
    queries: z.int().min(1).max(256).default(32),
    qformerLayers: z.int().min(1).max(48).default(2),
    decoderLayers: z.int().min(1).max(48).default(2),
    feedForwardWidth: z.int().min(8).max(8192).default(512),
    buckets: z.int().min(4).max(128).default(32),
    maxDistance: z.int().min(8).max(1024).default(64),
  })
  .refine((config) => config.width % config.heads === 0, 'width must be a multiple of heads')
  .readonly();
export type NadirMiniConfig = z.infer<typeof nadirMiniConfigSchema>;

/** The size that ships: 3.5 million trained parameters, which two laptop cores train in minutes. */
export const defaultNadirMiniConfig: NadirMiniConfig = nadirMiniConfigSchema.parse({
  model: 'nadir-mini',
  version: 1,
  tower: tinyDarknetConfig.id,
});

/** The sizes of its Q-Former. */
export const nadirMiniQFormer = (config: NadirMiniConfig): QFormerConfig => ({
  queries: config.queries,
  width: config.width,
  layers: config.qformerLayers,
  heads: config.heads,
  feedForwardWidth: config.feedForwardWidth,
  imageWidth: config.width,
  crossAttentionEvery: 1,
  norm: 'before',
  epsilon: 1e-5,
});

/** The sizes of the stack that writes. */
export const nadirMiniDecoder = ({ width, heads, ...config }: NadirMiniConfig): T5StackConfig => ({
  width,
  layers: config.decoderLayers,
  heads,
  headWidth: width / heads,
  feedForwardWidth: config.feedForwardWidth,
  activation: 'gelu',
  buckets: config.buckets,
  maxDistance: config.maxDistance,
  memoryWidth: width,
  attentionScale: (width / heads) ** -0.5,
  epsilon: 1e-6,
});
