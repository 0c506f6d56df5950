import { z } from 'zod';
import { jobIdSchema } from './jobs.ts';
import { method } from './method.ts';

/** Memory that a model needs and whether it fits what is free now, in bytes. Estimates: see `main/models/memory-estimate.ts`. */
const need = z.object({ bytes: z.number(), fit: z.enum(['fits', 'tight', 'too-large']) }).readonly();
export const deviceFitSchema = z.object({ freeBytes: z.number(), captioning: need, training: need }).readonly();
export type DeviceFit = z.infer<typeof deviceFitSchema>;

/** A model in the library. */
export const libraryModelSchema = z
  .object({
    /** "nadir-mini", "Salesforce/blip-image-captioning-base", "imported-…". */
    id: z.string(),
    title: z.string(),
    kind: z.enum(['bundled', 'downloaded', 'imported']),
    /** Example: "InstructBLIP with T5"; null where its config cannot be read. */
    architecture: z.string().nullable(),
    /** Folder or file that the weights are read from. */
    place: z.string(),
    /** Weights of a fine-tuned checkpoint that are laid over those. */
    fineTuned: z.string().nullable(),
    bytes: z.number(),
    parameters: z.number().nullable(),
    licence: z.string().nullable(),
    fit: deviceFitSchema.nullable(),
    /** The reason it cannot be used, as a sentence. */
    problem: z.string().nullable(),
  })
  .readonly();
export type LibraryModel = z.infer<typeof libraryModelSchema>;

/** A published model that is not in the library. */
export const offeredModelSchema = z
  .object({
    repository: z.string(),
    title: z.string(),
    description: z.string(),
    licence: z.string().nullable(),
    parameters: z.number(),
    /** About what a download brings: hubs have these models as float32. */
    downloadBytes: z.number(),
    fit: deviceFitSchema,
  })
  .readonly();
export type OfferedModel = z.infer<typeof offeredModelSchema>;

/** The result of an export. Hugging Face's layout loads in transformers too; nadir-mini has one of its own. */
export const exportedModelSchema = z
  .object({
    path: z.string(),
    files: z.int(),
    bytes: z.number(),
    layout: z.enum(['hugging-face', 'nadir-mini']),
  })
  .readonly();
export type ExportedModel = z.infer<typeof exportedModelSchema>;

const storageSchema = z.object({ directory: z.string(), bytes: z.number(), hub: z.string() });
const byId = z.object({ id: z.string().min(1) });

export const models = {
  list: method(z.object({}), z.array(libraryModelSchema).readonly()),
  /** Well-known models that can be downloaded. */
  offers: method(z.object({}), z.array(offeredModelSchema).readonly()),
  /**
   * Downloads a model by its hub's id, or resumes its download: what a cancelled one fetched is kept. The job's progress is
   * in bytes, and outlives the open project.
   */
  download: method(
    z.object({ repository: z.string().trim().min(1), jobId: jobIdSchema.optional() }),
    libraryModelSchema,
  ),
  /**
   * Takes in a folder or a file of weights where it lies; nothing is copied. `folder` holds config.json and tokenizer
   * where those are not beside the weights; `fineTuned` is laid over the weights. With `base`, the id of a model of the
   * library, `path` itself is what is laid over that one, and the two others stay null.
   */
  import: method(
    z.object({
      path: z.string().min(1),
      folder: z.string().nullable().default(null),
      fineTuned: z.string().nullable().default(null),
      base: z.string().min(1).nullable().default(null),
      title: z.string().trim().max(200).nullable().default(null),
      licence: z.string().trim().max(200).nullable().default(null),
    }),
    libraryModelSchema,
  ),
  /** Deletes a downloaded model; forgets an imported one, whose files stay. */
  remove: method(byId, z.object({ freedBytes: z.number() })),
  /**
   * Writes a model of the library, or a run of the open project by its best checkpoint, as a folder that stands alone: what
   * was trained in its place, adapters merged, with configuration, tokenizers and card. `out` is new or an empty folder;
   * nothing of it is left when it fails. Told by `operation` events in bytes.
   */
  export: method(
    z.object({ id: z.string().min(1), out: z.string().min(1), jobId: jobIdSchema.optional() }),
    exportedModelSchema,
  ),
  /** The parts of the memory estimates of a library model or an offered one, line by line. */
  memory: method(
    byId,
    z.object({
      captioning: z.array(z.object({ what: z.string(), bytes: z.number(), arithmetic: z.string() })).readonly(),
      training: z.array(z.object({ what: z.string(), bytes: z.number(), arithmetic: z.string() })).readonly(),
    }),
  ),
  storage: method(z.object({}), storageSchema),
  /** Sets the source of downloads: the public hub or a mirror. Null goes back to the public one. */
  setHub: method(z.object({ hub: z.url({ protocol: /^https?$/ }).nullable() }), storageSchema),
};
