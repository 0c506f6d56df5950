import path from 'node:path';
import type { z } from 'zod';
import type { ImportFormat } from '../../preload/contract/project.ts';
import { AppError } from '../errors/app-error.ts';
import { faultOf, inWords } from '../errors/faults-in-words.ts';

/** An image as a caption file lists it. `fileName` is relative to the image folder, with forward slashes. */
export interface SourceImage {
  readonly fileName: string;
  readonly split: string;
  readonly class: string | null;
  /** The file's own id of the image. */
  readonly sourceId: string | null;
  /** As written, empty ones included. */
  readonly captions: readonly string[];
}

/** The content of a caption file, whatever its format. */
export interface CaptionSource {
  readonly format: ImportFormat;
  readonly images: readonly SourceImage[];
  /** Captions of images that the file does not list. */
  readonly captionsWithoutImage: readonly string[];
}

/** Checks `value` against `schema`; throws `malformed_file` naming the file, the place in it and what is wrong there. `format` as in "Karpathy's format". */
export function parseStructure<T>(schema: z.ZodType<T>, value: unknown, file: string, format: string): T {
  const result = schema.safeParse(value, inWords);
  if (result.success) return result.data;
  throw new AppError('malformed_file', `${path.basename(file)} is not in ${format}: ${faultOf(result.error)}.`, {
    details: { file },
  });
}
