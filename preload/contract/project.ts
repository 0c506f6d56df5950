import { z } from 'zod';
import { jobIdSchema } from './jobs.ts';
import { method } from './method.ts';

export const importFormatSchema = z.enum(['karpathy', 'coco']);
export type ImportFormat = z.infer<typeof importFormatSchema>;

export const splitCountSchema = z.object({ name: z.string(), images: z.int(), captions: z.int() }).readonly();

export const projectInfoSchema = z
  .object({
    path: z.string(),
    name: z.string(),
    isSample: z.boolean(),
    schemaVersion: z.int(),
    images: z.int(),
    captions: z.int(),
    missingImages: z.int(),
    classes: z.array(z.object({ name: z.string(), images: z.int() }).readonly()).readonly(),
    splits: z.array(splitCountSchema).readonly(),
    runs: z.int(),
  })
  .readonly();
export type ProjectInfo = z.infer<typeof projectInfoSchema>;

/** One kind of finding of the dry run: how many, and the first few by name. */
export const findingSchema = z.object({ count: z.int(), examples: z.array(z.string()).readonly() }).readonly();

/** The outcome of an import, worked out without writing anything. */
export const importReportSchema = z
  .object({
    format: importFormatSchema,
    captionsFile: z.string(),
    imagesDirectory: z.string(),
    /** Images that the caption file lists. */
    imagesListed: z.int(),
    imagesFound: z.int(),
    imagesMissing: findingSchema,
    /** Each with its cause. */
    imagesUnreadable: findingSchema,
    /** Folders inside the image folder that could not be looked into, each with its cause: missing images may lie there. */
    foldersUnreadable: findingSchema,
    /** Same content as an earlier image of the import. */
    imagesDuplicate: findingSchema,
    /** Already in the project under the same path; they are left as they are. */
    imagesAlreadyPresent: findingSchema,
    captions: z.int(),
    captionsEmpty: findingSchema,
    /** Captions whose image the file does not list (COCO). */
    captionsWithoutImage: findingSchema,
    splits: z.array(splitCountSchema).readonly(),
    classes: z.int(),
    /** Distinct captions of val or test that occur word for word in train. */
    captionsAcrossSplits: findingSchema,
  })
  .readonly();
export type ImportReport = z.infer<typeof importReportSchema>;

const importInput = z.object({
  format: importFormatSchema,
  captionsFile: z.string().min(1),
  imagesDirectory: z.string().min(1),
  /** Chosen by the caller, who follows the job by it. */
  jobId: jobIdSchema.optional(),
});

export const exportFormatSchema = z.enum(['coco', 'karpathy', 'coco-results', 'safetensors']);

export const project = {
  create: method(z.object({ path: z.string().min(1) }), projectInfoSchema),
  open: method(z.object({ path: z.string().min(1) }), projectInfoSchema),
  /** Opens the sample project, made from the bundled images on first use in the user's data folder. */
  openSample: method(z.object({}), projectInfoSchema),
  close: method(z.object({}), z.null()),
  /** The open project, or null. */
  info: method(z.object({}), projectInfoSchema.nullable()),
  recents: method(
    z.object({}),
    z
      .array(z.object({ path: z.string(), name: z.string(), openedAt: z.string(), exists: z.boolean() }).readonly())
      .readonly(),
  ),
  /** From dropped or chosen paths: which caption file and image folder they are, and in what format. */
  detectImport: method(
    z.object({ paths: z.array(z.string()).min(1).max(20) }),
    z.object({
      format: importFormatSchema.nullable(),
      captionsFile: z.string().nullable(),
      imagesDirectory: z.string().nullable(),
    }),
  ),
  previewImport: method(importInput, importReportSchema),
  import: method(importInput, z.object({ images: z.int(), captions: z.int(), report: importReportSchema })),
  /** Captions: `coco` or `karpathy`; predictions: `coco-results`, with modelId; model: `safetensors`, a folder, with modelId. */
  export: method(
    z.object({
      what: z.enum(['captions', 'predictions', 'model']),
      format: exportFormatSchema,
      out: z.string().min(1),
      split: z.string().nullable(),
      modelId: z.string().nullable(),
      jobId: jobIdSchema.optional(),
    }),
    z.object({ path: z.string(), count: z.int() }),
  ),
  /** Points the images at another folder; files are matched by name. */
  relink: method(z.object({ imagesDirectory: z.string().min(1) }), z.object({ found: z.int(), stillMissing: z.int() })),
  checkIntegrity: method(z.object({}), z.object({ ok: z.boolean(), problems: z.array(z.string()).readonly() })),
  backup: method(z.object({ path: z.string().min(1) }), z.object({ path: z.string(), bytes: z.int() })),
};
