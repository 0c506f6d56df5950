import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { faultOf, inWords } from '../errors/faults-in-words.ts';
import type { ScoredImage } from './corpus-score.ts';

const id = z.union([z.number(), z.string()]);
const annotationsSchema = z.array(z.object({ image_id: id, caption: z.string() }));
const karpathySchema = z.array(
  z.object({
    imgid: id,
    cocoid: id.optional(),
    filename: z.string().optional(),
    split: z.string().default(''),
    sentences: z.array(
      z.union([
        z.object({ raw: z.string() }),
        z.object({ tokens: z.array(z.string()) }).transform(({ tokens }) => ({ raw: tokens.join(' ') })),
      ]),
    ),
  }),
);
type KarpathyImage = z.infer<typeof karpathySchema>[number];

/** The ids by which results may name an image of a Karpathy file, in this order: COCO's own results name it by `cocoid`. */
const karpathyNames: readonly ((image: KarpathyImage) => number | string | undefined)[] = [
  ({ imgid }) => imgid,
  ({ cocoid }) => cocoid,
  ({ filename }) => filename,
];

interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** A file's text, without a byte order mark. Throws `unreadable_file`. */
export function readText(file: string): TextFile {
  try {
    return { file, text: readFileSync(file, 'utf8').replace(/^\uFEFF/, '') };
  } catch (cause) {
    throw new AppError('unreadable_file', `${file} could not be read: ${(cause as Error).message}`, { cause });
  }
}

/** A list or an object at the beginning, in a file that is not named plain text: captions may begin with a bracket too. */
export const isJson = ({ file, text }: TextFile): boolean =>
  path.extname(file).toLowerCase() !== '.txt' && /^\s*[[{]/.test(text);

function parseJson({ file, text }: TextFile): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('malformed_file', `${file} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}

/** `value` as the schema has it; a person reads how many entries are wrong, and what is wrong with the first. */
function checked<T>(file: string, what: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value, inWords);
  if (result.success) return result.data;
  const entries = new Set(result.error.issues.map((issue) => issue.path[0])).size;
  throw new AppError(
    'malformed_file',
    `${file} is not ${what}: ${entries} of its entries ${entries === 1 ? 'is' : 'are'} wrong, the first: ${faultOf(result.error)}.`,
  );
}

/** One caption a line. An empty file has none; an empty line is an empty caption. */
export function linesOf({ text }: TextFile): readonly string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** Captions by image id as text, of a file that holds references: COCO captions or Karpathy JSON. */
interface References {
  readonly byImage: ReadonlyMap<string, readonly string[]>;
  /** Karpathy's split of each image. */
  readonly splits: ReadonlyMap<string, string>;
}

/** `named`: the ids that results use, by which a Karpathy file's images are then called. */
function readReferences(source: TextFile, named: ReadonlySet<string> = new Set()): References {
  const document = parseJson(source) as { annotations?: unknown; images?: unknown } | null;
  const byImage = new Map<string, string[]>();
  const splits = new Map<string, string>();
  const captionsOf = (image: number | string): string[] => {
    const captions = byImage.get(String(image)) ?? [];
    byImage.set(String(image), captions);
    return captions;
  };
  if (Array.isArray(document?.annotations)) {
    const what = 'COCO captions, "annotations" of {"image_id", "caption"}';
    for (const { image_id, caption } of checked(source.file, what, annotationsSchema, document.annotations))
      captionsOf(image_id).push(caption);
  } else if (Array.isArray(document?.images)) {
    const what = 'Karpathy JSON, "images" of {"imgid", "split", "sentences"}';
    const images = checked(source.file, what, karpathySchema, document.images);
    const nameOf = karpathyName(images, named);
    for (const image of images) {
      const name = nameOf(image) ?? image.imgid;
      captionsOf(name).push(...image.sentences.map(({ raw }) => raw));
      splits.set(String(name), image.split);
    }
  } else {
    throw new AppError(
      'malformed_file',
      `${source.file} is neither COCO captions ("annotations") nor Karpathy JSON ("images" with "sentences").`,
    );
  }
  return { byImage, splits };
}

/** The first way of naming images by which every candidate's image is found, else `imgid`. */
function karpathyName(images: readonly KarpathyImage[], named: ReadonlySet<string>) {
  return (
    karpathyNames.find((nameOf) => {
      const known = new Set(images.map((image) => String(nameOf(image))));
      return [...named].every((image) => known.has(image));
    }) ?? karpathyNames[0]!
  );
}

/**
 * Captions image by image: of COCO captions all, of Karpathy JSON the split "train" where it has one, of plain text each
 * line as an image of its own. They are what CIDEr counts documents over, or what a model was trained on.
 */
export function readCaptionsByImage(file: string): readonly (readonly string[])[] {
  const source = readText(file);
  if (!isJson(source)) return linesOf(source).map((line) => [line]);
  const { byImage, splits } = readReferences(source);
  const isTrain = [...splits.values()].includes('train');
  return [...byImage].filter(([image]) => !isTrain || splits.get(image) === 'train').map(([, captions]) => captions);
}

/**
 * Pairs COCO results with their references. A Karpathy file holds all splits: only those that some candidate is of are
 * read. Throws `malformed_file` or `bad_input`, naming the files, and double, missing and extra ids with their numbers.
 */
export function pairById(candidates: TextFile, references: TextFile): readonly ScoredImage[] {
  const what = 'COCO results, a list of {"image_id", "caption"}';
  const results = checked(candidates.file, what, annotationsSchema, parseJson(candidates));
  const named = new Set<string>();
  const twice = new Set<string>();
  for (const { image_id } of results) {
    if (named.has(String(image_id))) twice.add(String(image_id));
    named.add(String(image_id));
  }
  const { byImage, splits } = readReferences(references, named);
  const judged = new Set([...named].map((image) => splits.get(image)));
  const extra = [...named].filter((image) => !byImage.get(image)?.length);
  const missing = [...byImage.keys()].filter((image) => !named.has(image) && judged.has(splits.get(image)));
  const faults = [
    fault([...twice], `of ${candidates.file} have more than one candidate`),
    fault(extra, `of ${candidates.file} have no references in ${references.file}`),
    fault(missing, `of ${references.file} have no candidate in ${candidates.file}`),
  ].filter((sentence) => sentence !== null);
  if (faults.length > 0)
    throw new AppError('bad_input', faults.join(' '), { details: { twice: [...twice], extra, missing } });
  return results.map(({ image_id, caption }) => ({
    imageId: image_id,
    candidate: caption,
    references: byImage.get(String(image_id))!,
  }));
}

/** "3 images of a.json have no candidate: 12, 15, 18." */
function fault(ids: readonly string[], what: string): string | null {
  if (ids.length === 0) return null;
  const shown = ids.slice(0, 20).join(', ');
  const words = ids.length === 1 ? `1 image ${what.replace(' have ', ' has ')}` : `${ids.length} images ${what}`;
  return `${words}: ${shown}${ids.length > 20 ? ` and ${ids.length - 20} more` : ''}.`;
}

/** Pairs plain text files line by line; images are numbered from 1. Throws `bad_input` for different numbers of lines. */
export function pairByLine(candidates: TextFile, references: readonly TextFile[]): readonly ScoredImage[] {
  const captions = linesOf(candidates);
  const others = references.map(linesOf);
  for (const [at, other] of others.entries()) {
    if (other.length !== captions.length) {
      throw new AppError(
        'bad_input',
        `${candidates.file} has ${captions.length} lines and ${references[at]!.file} has ${other.length}: they must be the same images, one a line.`,
      );
    }
  }
  return captions.map((candidate, at) => ({
    imageId: at + 1,
    candidate,
    references: others.map((other) => other[at]!),
  }));
}
