import path from 'node:path';
import { z } from 'zod';
import { JsonFile } from '../../store/json-file.ts';

/** A model that was taken in where it lies. */
const importedSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    /** Folder or file of the weights, absolute. */
    path: z.string(),
    /** Folder with config.json and tokenizer, absolute. */
    folder: z.string(),
    fineTuned: z.string().nullable(),
    licence: z.string().nullable(),
  })
  .readonly();
export type ImportedModel = z.infer<typeof importedSchema>;

const librarySchema = z.object({ hub: z.string().nullable(), imported: z.array(importedSchema) }).readonly();
export type LibraryRecord = z.infer<typeof librarySchema>;

/** `models.json` among the person's data: what was imported, and which hub downloads come from (null: the usual one). */
export const libraryFile = (userDataDirectory: string): JsonFile<LibraryRecord> =>
  new JsonFile(path.join(userDataDirectory, 'models.json'), librarySchema, () => ({ hub: null, imported: [] }));
