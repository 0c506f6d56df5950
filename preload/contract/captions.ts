import { z } from 'zod';
import { method } from './method.ts';

export const captionStatusSchema = z.enum(['draft', 'reviewed', 'flagged']);
export type CaptionStatus = z.infer<typeof captionStatusSchema>;

export const captionSchema = z
  .object({
    id: z.int(),
    imageId: z.int(),
    /** 0-based position among the image's captions. */
    position: z.int(),
    text: z.string(),
    status: captionStatusSchema,
    /** ISO 8601 time of the last edit, null when never edited since its import. */
    editedAt: z.string().nullable(),
  })
  .readonly();
export type Caption = z.infer<typeof captionSchema>;

/** The edit that undo or redo just moved: a label such as "Edit caption", and the image to show. */
const undoneSchema = z.object({ label: z.string(), imageId: z.int().nullable() }).readonly();

export const captions = {
  update: method(z.object({ id: z.int(), text: z.string().trim().min(1).max(5000) }), captionSchema),
  add: method(z.object({ imageId: z.int(), text: z.string().trim().min(1).max(5000) }), captionSchema),
  remove: method(z.object({ id: z.int() }), z.null()),
  setStatus: method(z.object({ id: z.int(), status: captionStatusSchema }), captionSchema),
  /** Newest first. */
  history: method(
    z.object({ id: z.int() }),
    z
      .array(
        z
          .object({ at: z.string(), author: z.string(), before: z.string().nullable(), after: z.string().nullable() })
          .readonly(),
      )
      .readonly(),
  ),
  /** Null when there is nothing to undo. */
  undo: method(z.object({}), undoneSchema.nullable()),
  redo: method(z.object({}), undoneSchema.nullable()),
  undoState: method(z.object({}), z.object({ undo: z.string().nullable(), redo: z.string().nullable() })),
};
