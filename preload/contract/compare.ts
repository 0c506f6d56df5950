import { z } from 'zod';
import { jobIdSchema, jobProgressSchema } from './jobs.ts';
import { method } from './method.ts';
import { deviceFitSchema } from './models.ts';
import { graphComparisonSchema, sceneGraphSchema } from './scene-graph.ts';

/**
 * A source of captions: the bundled model, a run by its best checkpoint, a model of the library, or a baseline that needs no
 * language model. `id` is "nadir-mini", the run's id, the library's id, or "baseline-…".
 */
export const modelSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.enum(['bundled', 'run', 'library', 'baseline']),
    detail: z.string(),
    parameters: z.int().nullable(),
    /** The training preset that suits it; null for a baseline, which cannot be trained. */
    preset: z.string().nullable(),
  })
  .readonly();
export type Model = z.infer<typeof modelSchema>;

/** A model's captions of one split, as a job. `stale` when the split's images changed since. */
export const predictionSetSchema = z
  .object({
    modelId: z.string(),
    split: z.string(),
    state: z.enum(['running', 'finished', 'failed']),
    reason: z.string().nullable(),
    done: z.int(),
    total: z.int(),
    stale: z.boolean(),
    decoding: z.string(),
    /** The job that makes it; null for the references themselves, which need none. */
    jobId: jobIdSchema.nullable(),
    /** That job's progress: features of the images come before the first caption. */
    progress: jobProgressSchema.nullable(),
  })
  .readonly();
export type PredictionSet = z.infer<typeof predictionSetSchema>;

/** One row of the corpus table. `null` is not applicable. `difference` is b − a. */
export const metricRowSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    /** Null: neither direction is better in itself. */
    higherIsBetter: z.boolean().nullable(),
    a: z.number().nullable(),
    b: z.number().nullable(),
    difference: z.number().nullable(),
    /** 95 % interval of the difference by paired bootstrap over images, where it is computed. */
    interval: z.tuple([z.number(), z.number()]).readonly().nullable(),
  })
  .readonly();
export type MetricRow = z.infer<typeof metricRowSchema>;

const sideSchema = z
  .object({
    caption: z.string(),
    cider: z.number(),
    graph: sceneGraphSchema,
    comparison: graphComparisonSchema,
  })
  .readonly();

const pair = z.object({ a: z.string(), b: z.string(), split: z.string() });

export const compare = {
  models: method(z.object({}), z.array(modelSchema).readonly()),
  /** A model's memory needs against the memory that is free now; null for a baseline. */
  memory: method(z.object({ modelId: z.string() }), deviceFitSchema.nullable()),
  /** Starts captioning unless a finished, current set is there. */
  caption: method(
    z.object({ modelId: z.string(), split: z.string(), strategy: z.enum(['greedy', 'beam']).default('greedy') }),
    predictionSetSchema,
  ),
  sets: method(z.object({}), z.array(predictionSetSchema).readonly()),
  /** Corpus metrics of both models on a split, and each image's CIDEr. Both sets must be finished. */
  table: method(
    pair,
    z.object({
      images: z
        .array(
          z
            .object({
              imageId: z.int(),
              /** The id under which exports of the split name the image. */
              exportId: z.int(),
              fileName: z.string(),
              captionA: z.string(),
              captionB: z.string(),
              ciderA: z.number(),
              ciderB: z.number(),
              class: z.string().nullable(),
            })
            .readonly(),
        )
        .readonly(),
      metrics: z.array(metricRowSchema).readonly(),
    }),
  ),
  item: method(
    z.object({ a: z.string(), b: z.string(), split: z.string(), imageId: z.int() }),
    z.object({
      imageId: z.int(),
      fileName: z.string(),
      class: z.string().nullable(),
      references: z.array(z.string()).readonly(),
      a: sideSchema,
      b: sideSchema,
    }),
  ),
};
