import type { ImportFormat } from '../../preload/contract/project.ts';
import type { CaptionSource } from './caption-source.ts';
import { readCoco } from './coco.ts';
import { readKarpathy } from './karpathy.ts';
import { readJson } from './read-json.ts';

const readers: Readonly<Record<ImportFormat, (document: unknown, file: string) => CaptionSource>> = {
  karpathy: readKarpathy,
  coco: readCoco,
};

/** Reads a caption file. Throws `not_found`, `unreadable_file` or `malformed_file`, naming the file. */
export async function readCaptionFile(format: ImportFormat, file: string): Promise<CaptionSource> {
  return readers[format](await readJson(file), file);
}

/** The format of a parsed document by its shape, null when it is neither. */
export function formatOf(document: unknown): ImportFormat | null {
  if (typeof document !== 'object' || document === null || !('images' in document)) return null;
  const { images } = document;
  if (!Array.isArray(images)) return null;
  if ('annotations' in document) return 'coco';
  const [first] = images as unknown[];
  return typeof first === 'object' && first !== null && 'sentences' in first ? 'karpathy' : null;
}
