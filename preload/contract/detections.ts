import { z } from 'zod';
import { method } from './method.ts';
import { findingSchema } from './project.ts';

export const detectionFormatSchema = z.enum(['coco', 'dota', 'yolo']);
export type DetectionFormat = z.infer<typeof detectionFormatSchema>;

/** Imported results of a detector. */
export const detectionSourceSchema = z
  .object({
    id: z.int(),
    /** Importing another of this name replaces it. */
    name: z.string(),
    format: detectionFormatSchema,
    /** The file or folder that was read. */
    file: z.string(),
    /** Boxes below this score were left out; 0…1. */
    minScore: z.number(),
    importedAt: z.string(),
    images: z.int(),
    objects: z.int(),
  })
  .readonly();
export type DetectionSource = z.infer<typeof detectionSourceSchema>;

/** The outcome of an import of detections, worked out without writing. */
export const detectionReportSchema = z
  .object({
    format: detectionFormatSchema,
    file: z.string(),
    name: z.string(),
    /** Images of the project that the detector looked at, those without any object included. */
    images: z.int(),
    /** Images in the results that the project does not have. */
    imagesUnknown: findingSchema,
    boxes: z.int(),
    boxesBelowScore: z.int(),
    /** Objects by name, the most frequent first. */
    objects: z.array(z.object({ name: z.string(), count: z.int(), images: z.int() }).readonly()).readonly(),
  })
  .readonly();
export type DetectionReport = z.infer<typeof detectionReportSchema>;

const importInput = z.object({
  format: detectionFormatSchema,
  /** COCO: the JSON file. DOTA and YOLO: the folder of text files. */
  file: z.string().min(1),
  /** Class names: YOLO's classes.txt or data.yaml, the COCO file with the categories of a list of results; else null. */
  classesFile: z.string().nullable(),
  /** Null: named after the file. */
  name: z.string().trim().min(1).max(100).nullable(),
  minScore: z.number().min(0).max(1),
});

export const detections = {
  preview: method(importInput, detectionReportSchema),
  import: method(importInput, detectionReportSchema),
  sources: method(z.object({}), z.array(detectionSourceSchema).readonly()),
  remove: method(z.object({ id: z.int() }), z.null()),
};
