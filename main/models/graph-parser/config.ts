import { z } from 'zod';

/** config.json of a parser's folder. */
export const graphParserConfigSchema = z
  .object({
    model: z.literal('graph-parser'),
    version: z.literal(1),
    /** Names what the parser learned: graphs are cached by it, so other weights need another one. */
    release: z.string().min(1).default('1'),
    width: z.int().min(8).max(1024).default(192),
    layers: z.int().min(1).max(24).default(4),
    heads: z.int().min(1).max(32).default(4),
    feedForwardWidth: z.int().min(8).max(4096).default(512),
    /** Width of what is computed for every pair of words: the costliest number, for there are length² of them. */
    pairWidth: z.int().min(4).max(512).default(96),
    /** Width of what is computed for each relation found. */
    predicateWidth: z.int().min(4).max(1024).default(256),
    /** Rows of the table of hashed letter groups. */
    letterBuckets: z.int().min(16).max(65_536).default(8192),
    /** Relative positions that the encoder tells apart, and the distance from which all are one. */
    buckets: z.int().min(4).max(128).default(32),
    maxDistance: z.int().min(8).max(1024).default(64),
    /** Longer sentences are cut: links of all pairs of words make time quadratic in it. */
    longestSentence: z.int().min(8).max(128).default(48),
  })
  .refine((config) => config.width % config.heads === 0, 'width must be a multiple of heads')
  .readonly();
export type GraphParserConfig = z.infer<typeof graphParserConfigSchema>;

export const defaultGraphParserConfig: GraphParserConfig = graphParserConfigSchema.parse({
  model: 'graph-parser',
  version: 1,
});
