import { z } from 'zod';
import { captionSchema } from './captions.ts';
import { jobIdSchema, jobSchema } from './jobs.ts';
import { method } from './method.ts';

export const imageSortSchema = z.enum(['imported', 'name', 'class', 'captions']);

/** Every given criterion must hold. `text` matches words of any caption or the file name, case-insensitively. */
export const imageQuerySchema = z
  .object({
    text: z.string().default(''),
    classes: z.array(z.string()).default([]),
    splits: z.array(z.string()).default([]),
    statuses: z.array(z.enum(['draft', 'reviewed', 'flagged'])).default([]),
    sort: imageSortSchema.default('imported'),
    descending: z.boolean().default(false),
  })
  .readonly();
export type ImageQuery = z.infer<typeof imageQuerySchema>;

/** An image as the grid shows it. */
export const imageCardSchema = z
  .object({
    id: z.int(),
    fileName: z.string(),
    class: z.string().nullable(),
    split: z.string(),
    width: z.int(),
    height: z.int(),
    captionCount: z.int(),
    /** The first caption. */
    caption: z.string().nullable(),
    flagged: z.boolean(),
    reviewed: z.boolean(),
    missing: z.boolean(),
  })
  .readonly();
export type ImageCard = z.infer<typeof imageCardSchema>;

export const imageDetailSchema = z
  .object({
    card: imageCardSchema,
    path: z.string(),
    bytes: z.int(),
    captions: z.array(captionSchema).readonly(),
  })
  .readonly();
export type ImageDetail = z.infer<typeof imageDetailSchema>;

const facetSchema = z.array(z.object({ name: z.string(), images: z.int() }).readonly()).readonly();

export const images = {
  /** Ids of all images that match, in order. The grid asks for the cards it shows. */
  list: method(imageQuerySchema, z.object({ ids: z.array(z.int()).readonly() })),
  cards: method(z.object({ ids: z.array(z.int()).max(500) }), z.array(imageCardSchema).readonly()),
  facets: method(z.object({}), z.object({ classes: facetSchema, splits: facetSchema, statuses: facetSchema })),
  get: method(z.object({ id: z.int() }), imageDetailSchema),
  /**
   * Queues the computing of a model's image features ahead of training or captioning with it: of a split, or of all images
   * (null), in so many views (8 for training with turned and mirrored images).
   */
  prepareFeatures: method(
    z.object({
      modelId: z.string(),
      split: z.string().nullable(),
      views: z.literal([1, 2, 8]).default(1),
      jobId: jobIdSchema.optional(),
    }),
    jobSchema,
  ),
};
