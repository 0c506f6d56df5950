import { z } from 'zod';
import { jobIdSchema, jobProgressSchema, jobStateSchema } from './jobs.ts';
import { method } from './method.ts';

export const runPhaseSchema = z.enum(['cross-entropy', 'scst']);

export const runCheckpointSchema = z
  .object({
    name: z.string(),
    phase: runPhaseSchema,
    epoch: z.number(),
    step: z.int(),
    metrics: z.record(z.string(), z.number()),
    best: z.boolean(),
    createdAt: z.string(),
  })
  .readonly();
export type RunCheckpoint = z.infer<typeof runCheckpointSchema>;

export const runSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    preset: z.string(),
    modelId: z.string(),
    /** The job that carries it out; its state, reason and progress are the run's. */
    jobId: jobIdSchema,
    state: jobStateSchema,
    /** The reason it failed or stopped, as a sentence. */
    reason: z.string().nullable(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    trainImages: z.int(),
    valImages: z.int(),
    config: z.record(z.string(), z.unknown()),
    progress: jobProgressSchema.nullable(),
    device: z.string().nullable(),
    checkpoints: z.array(runCheckpointSchema).readonly(),
  })
  .readonly();
export type Run = z.infer<typeof runSchema>;

/** One point of the live curves; `index` grows by one per point of a run. */
export const runPointSchema = z
  .object({
    index: z.int(),
    phase: runPhaseSchema,
    step: z.int(),
    epoch: z.number(),
    values: z.record(z.string(), z.number()),
  })
  .readonly();
export type RunPoint = z.infer<typeof runPointSchema>;

export const runSampleSchema = z
  .object({
    imageId: z.int(),
    captions: z
      .array(z.object({ epoch: z.number(), phase: runPhaseSchema, caption: z.string() }).readonly())
      .readonly(),
  })
  .readonly();
export type RunSample = z.infer<typeof runSampleSchema>;

/** A setting a person may change before starting, generated from the training configuration's schema. */
export const presetSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    config: z.record(z.string(), z.unknown()),
    settings: z
      .array(
        z
          .object({
            key: z.string(),
            title: z.string(),
            help: z.string(),
            kind: z.enum(['number', 'integer', 'choice', 'boolean']),
            minimum: z.number().nullable(),
            maximum: z.number().nullable(),
            choices: z.array(z.string()).readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type Preset = z.infer<typeof presetSchema>;

const byId = z.object({ id: z.string().min(1) });

export const runs = {
  presets: method(z.object({}), z.array(presetSchema).readonly()),
  /**
   * Preflight check: the data of a planned run and its findings. An `error` blocks the start, a `warning` does not.
   * `overrides` as in `start`; throws what that throws of them.
   */
  preflight: method(
    z.object({
      preset: z.string(),
      modelId: z.string().optional(),
      overrides: z.record(z.string(), z.unknown()).default({}),
    }),
    z.object({
      trainImages: z.int(),
      trainCaptions: z.int(),
      valImages: z.int(),
      freeDiskMb: z.int(),
      freeMemoryMb: z.int(),
      device: z.string(),
      findings: z.array(z.object({ level: z.enum(['error', 'warning']), message: z.string() }).readonly()).readonly(),
    }),
  ),
  start: method(
    z.object({
      preset: z.string(),
      name: z.string().max(200).nullable(),
      modelId: z.string(),
      overrides: z.record(z.string(), z.unknown()),
    }),
    runSchema,
  ),
  list: method(z.object({}), z.array(runSchema).readonly()),
  get: method(byId, runSchema),
  /** Points with an index of at least `from`. */
  points: method(z.object({ id: z.string(), from: z.int().nonnegative() }), z.array(runPointSchema).readonly()),
  samples: method(byId, z.array(runSampleSchema).readonly()),
  rename: method(z.object({ id: z.string(), name: z.string().trim().min(1).max(200) }), runSchema),
};
