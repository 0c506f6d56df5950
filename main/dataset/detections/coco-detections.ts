import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { parseStructure } from '../caption-source.ts';
import { readJson } from '../read-json.ts';
import type { DetectedBox, DetectedImage } from './detected-image.ts';

const id = z.union([z.int(), z.string()]);
const categories = z.array(z.object({ id, name: z.string().min(1) }));
const images = z.array(z.object({ id, file_name: z.string().min(1) }));
const box = z.object({ image_id: id, category_id: id, score: z.number().nullish() });
const datasetSchema = z.object({ images, categories, annotations: z.array(box) });
const resultsSchema = z.array(box);
const classesSchema = z.object({ categories, images: images.optional() });

/**
 * COCO's detections in `file`: a dataset with images, categories and annotations, or a list of results, whose categories (and
 * file names, where it has them) come from `classesFile`, the dataset it was made on. Throws `malformed_file` or, where a list
 * of results comes without categories, `bad_input`.
 */
export async function readCocoDetections(file: string, classesFile: string | null): Promise<readonly DetectedImage[]> {
  const document = await readJson(file);
  if (!Array.isArray(document)) {
    const dataset = parseStructure(datasetSchema, document, file, "COCO's format for detections");
    return byImage(file, dataset.annotations, dataset.categories, dataset.images, true);
  }
  const results = parseStructure(resultsSchema, document, file, "COCO's format for results");
  if (classesFile === null) {
    throw new AppError(
      'bad_input',
      `${path.basename(file)} is a list of results: choose the COCO file with the categories as well.`,
    );
  }
  const named = parseStructure(classesSchema, await readJson(classesFile), classesFile, "COCO's format for categories");
  return byImage(file, results, named.categories, named.images ?? [], false);
}

function byImage(
  file: string,
  boxes: readonly z.infer<typeof box>[],
  classes: z.infer<typeof categories>,
  listed: z.infer<typeof images>,
  listsAll: boolean,
): readonly DetectedImage[] {
  const labels = new Map(classes.map((category) => [String(category.id), category.name]));
  const names = new Map(listed.map((image) => [String(image.id), image.file_name.replaceAll('\\', '/')]));
  // A dataset lists the images without any object too; a list of results says nothing of them.
  const found = new Map<string, DetectedBox[]>(listsAll ? [...names.keys()].map((key) => [key, []]) : []);
  for (const { image_id, category_id, score } of boxes) {
    const label = labels.get(String(category_id));
    if (label === undefined) {
      throw new AppError('malformed_file', `${path.basename(file)}: no category has the id ${category_id}.`, {
        details: { file },
      });
    }
    const list = found.get(String(image_id)) ?? [];
    found.set(String(image_id), list);
    list.push({ label, score: score ?? null });
  }
  return [...found].map(([key, own]) => ({ name: names.get(key) ?? '', sourceId: key, boxes: own }));
}
