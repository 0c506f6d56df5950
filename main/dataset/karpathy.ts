import path from 'node:path';
import { z } from 'zod';
import { type CaptionSource, parseStructure } from './caption-source.ts';
import type { ExportImage } from './export-image.ts';

/** Karpathy's layout, as RSICD, UCM-Captions and Sydney-Captions are published in it. */
const documentSchema = z.object({
  images: z.array(
    z.object({
      filename: z.string().min(1),
      filepath: z.string().optional(),
      imgid: z.union([z.int(), z.string()]).optional(),
      split: z.string().min(1).default('train'),
      class: z.string().nullish(),
      sentences: z.array(
        z
          .object({ raw: z.string().optional(), tokens: z.array(z.string()).optional() })
          .refine(
            (sentence) => sentence.raw !== undefined || sentence.tokens !== undefined,
            'a sentence has neither "raw" nor "tokens"',
          ),
      ),
    }),
  ),
});

/** Reads a parsed Karpathy document; `file` is named in errors. Throws `malformed_file`. */
export function readKarpathy(document: unknown, file: string): CaptionSource {
  const { images } = parseStructure(documentSchema, document, file, "Karpathy's format");
  return {
    format: 'karpathy',
    captionsWithoutImage: [],
    images: images.map((image) => ({
      fileName: image.filepath ? path.posix.join(image.filepath, image.filename) : image.filename,
      split: image.split,
      class: image.class ?? null,
      sourceId: image.imgid === undefined ? null : String(image.imgid),
      captions: image.sentences.map(({ raw, tokens }) => raw ?? tokens!.join(' ')),
    })),
  };
}

/** The document in pieces, one image each, so that a large project is never one string. `name` is the dataset's. */
export function* writeKarpathy(name: string, images: readonly ExportImage[]): Generator<string> {
  yield `{"dataset": ${JSON.stringify(name)}, "images": [`;
  let sentenceId = 0;
  let separator = '\n';
  for (const image of images) {
    const directory = path.posix.dirname(image.fileName);
    const sentences = image.captions.map((raw) => ({
      tokens: raw.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [],
      raw,
      imgid: image.exportId,
      sentid: sentenceId++,
    }));
    const entry = {
      filename: path.posix.basename(image.fileName),
      ...(directory === '.' ? {} : { filepath: directory }),
      imgid: image.exportId,
      split: image.split,
      ...(image.class === null ? {} : { class: image.class }),
      sentids: sentences.map(({ sentid }) => sentid),
      sentences,
    };
    yield separator + JSON.stringify(entry);
    separator = ',\n';
  }
  yield '\n]}\n';
}
