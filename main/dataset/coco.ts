import path from 'node:path';
import { z } from 'zod';
import { type CaptionSource, parseStructure } from './caption-source.ts';
import type { ExportImage } from './export-image.ts';

const idSchema = z.union([z.int(), z.string()]);

/** COCO's caption annotations; `split` and `class` are ours, so that an export loses nothing. */
const documentSchema = z.object({
  images: z.array(
    z.object({
      id: idSchema,
      file_name: z.string().min(1),
      split: z.string().min(1).optional(),
      class: z.string().nullish(),
    }),
  ),
  annotations: z.array(z.object({ image_id: idSchema, caption: z.string() })),
});

/** "captions_val2017.json" → "val"; a file whose name says nothing is taken for training data. */
function splitOf(file: string): string {
  return /train|val|test/i.exec(path.basename(file))?.[0].toLowerCase() ?? 'train';
}

/** Reads a parsed COCO caption document; `file` is named in errors and names the split. Throws `malformed_file`. */
export function readCoco(document: unknown, file: string): CaptionSource {
  const { images, annotations } = parseStructure(documentSchema, document, file, "COCO's format");
  const captions = new Map<string, string[]>(images.map(({ id }) => [String(id), []]));
  const captionsWithoutImage: string[] = [];
  for (const { image_id, caption } of annotations) {
    const list = captions.get(String(image_id));
    if (list) list.push(caption);
    else captionsWithoutImage.push(`image ${image_id}: ${caption}`);
  }
  return {
    format: 'coco',
    captionsWithoutImage,
    images: images.map((image) => ({
      fileName: image.file_name.replaceAll('\\', '/'),
      split: image.split ?? splitOf(file),
      class: image.class ?? null,
      sourceId: String(image.id),
      captions: captions.get(String(image.id))!,
    })),
  };
}

/** The document in pieces, one image or caption each. `name` is the dataset's. */
export function* writeCoco(name: string, images: readonly ExportImage[]): Generator<string> {
  yield `{"info": ${JSON.stringify({ description: name })}, "licenses": [], "images": [`;
  let separator = '\n';
  for (const { exportId, fileName, width, height, split, class: className } of images) {
    const entry = {
      id: exportId,
      file_name: fileName,
      width,
      height,
      split,
      ...(className === null ? {} : { class: className }),
    };
    yield separator + JSON.stringify(entry);
    separator = ',\n';
  }
  yield '\n], "annotations": [';
  separator = '\n';
  let id = 1;
  for (const image of images) {
    for (const caption of image.captions) {
      yield separator + JSON.stringify({ id: id++, image_id: image.exportId, caption });
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

/** COCO's results layout: one caption an image. */
export function* writeCocoResults(
  results: readonly { readonly exportId: number; readonly caption: string }[],
): Generator<string> {
  yield '[';
  let separator = '\n';
  for (const { exportId, caption } of results) {
    yield separator + JSON.stringify({ image_id: exportId, caption });
    separator = ',\n';
  }
  yield '\n]\n';
}
