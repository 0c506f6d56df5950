import path from 'node:path';
import type { z } from 'zod';
import type { ImportFormat } from '../../preload/contract/project.ts';
import { AppError } from '../errors/app-error.ts';

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

/** What a caption file says, whatever its format. */
export interface CaptionSource {
  readonly format: ImportFormat;
  readonly images: readonly SourceImage[];
  /** Captions of images that the file does not list. */
  readonly captionsWithoutImage: readonly string[];
}

/** Checks `value` against `schema`; throws `malformed_file` that names the file, the place in it and what is wrong there. */
export function parseStructure<T>(schema: z.ZodType<T>, value: unknown, file: string, formatTitle: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue!.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  throw new AppError(
    'malformed_file',
    `${path.basename(file)} is not a ${formatTitle} file: ${place === '' ? 'the document' : place.replace(/^\./, '')}: ${issue!.message}.`,
    { details: { file, issues: result.error.issues.slice(0, 10) } },
  );
}
