import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { type CorpusScores, type ScoredImage, scoreCorpus } from './corpus-score.ts';

const id = z.union([z.number(), z.string()]);
const resultsSchema = z.array(z.object({ image_id: id, caption: z.string() }));
const cocoSchema = z.object({ annotations: z.array(z.object({ image_id: id, caption: z.string() })) });
const karpathySchema = z.object({
  images: z.array(
    z.object({ imgid: id, split: z.string().default(''), sentences: z.array(z.object({ raw: z.string() })) }),
  ),
});

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('unreadable_file', `${file} could not be read: ${(cause as Error).message}`, { cause });
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('malformed_file', `${file} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);
const lines = (text: string): string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

/**
 * Captions by image of a references file: COCO captions or Karpathy JSON. A Karpathy file holds all splits: only those
 * that some candidate is of are read.
 */
function readReferences(file: string, text: string, candidates: ReadonlySet<string>): Map<string, string[]> {
  const document = parse(file, text);
  const byImage = new Map<string, string[]>();
  const add = (image: number | string, caption: string): void => {
    const captions = byImage.get(String(image)) ?? [];
    byImage.set(String(image), captions);
    captions.push(caption);
  };
  const coco = cocoSchema.safeParse(document);
  if (coco.success) {
    for (const { image_id, caption } of coco.data.annotations) add(image_id, caption);
    return byImage;
  }
  const karpathy = karpathySchema.safeParse(document);
  if (!karpathy.success) {
    throw new AppError(
      'malformed_file',
      `${file} is neither COCO captions ("annotations") nor Karpathy JSON ("images" with "sentences").`,
    );
  }
  const { images } = karpathy.data;
  const splits = new Set(images.filter(({ imgid }) => candidates.has(String(imgid))).map(({ split }) => split));
  for (const { imgid, split, sentences } of images) {
    if (splits.has(split)) for (const { raw } of sentences) add(imgid, raw);
  }
  return byImage;
}

function readResults(file: string, text: string): { image_id: number | string; caption: string }[] {
  const results = resultsSchema.safeParse(parse(file, text));
  if (results.success) return results.data;
  const [issue] = results.error.issues;
  throw new AppError(
    'malformed_file',
    `${file} is not COCO results, a list of {"image_id", "caption"}: entry ${issue?.path.join('.')} ${issue?.message}.`,
  );
}

/** "12, 15 and 3 more" */
function some(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).join(', ');
  return ids.length > 5 ? `${shown} and ${ids.length - 5} more` : shown;
}

function pairById(candidates: string, references: string, texts: readonly [string, string]): ScoredImage[] {
  const results = readResults(candidates, texts[0]);
  const named = new Set(results.map(({ image_id }) => String(image_id)));
  const byImage = readReferences(references, texts[1], named);
  const extra = [...named].filter((image) => !byImage.has(image));
  const missing = [...byImage.keys()].filter((image) => !named.has(image));
  if (extra.length > 0 || missing.length > 0) {
    const faults = [
      ...(extra.length > 0 ? [`${extra.length} images of ${candidates} have no references: ${some(extra)}`] : []),
      ...(missing.length > 0 ? [`${missing.length} images of ${references} have no candidate: ${some(missing)}`] : []),
    ];
    throw new AppError('bad_input', `${faults.join('. ')}.`, { details: { extra, missing } });
  }
  return results.map(({ image_id, caption }) => ({
    imageId: image_id,
    candidate: caption,
    references: byImage.get(String(image_id))!,
  }));
}

function pairByLine(candidates: string, references: readonly string[], texts: readonly string[]): ScoredImage[] {
  const [captions, ...others] = texts.map(lines);
  for (const [at, other] of others.entries()) {
    if (other.length !== captions!.length) {
      throw new AppError(
        'bad_input',
        `${candidates} has ${captions!.length} lines and ${references[at]} has ${other.length}: they must be the same images, one a line.`,
      );
    }
  }
  return captions!.map((candidate, at) => ({
    imageId: at + 1,
    candidate,
    references: others.map((other) => other[at]!),
  }));
}

/**
 * Scores files as `nadir score` does. Candidates are COCO results with references as COCO captions or Karpathy JSON, or
 * everything is plain text, one caption a line, with several reference files. Throws `unreadable_file`,
 * `malformed_file` or `bad_input`, naming the file, and missing and extra image ids with their numbers.
 */
export function scoreFiles(options: {
  readonly candidates: string;
  readonly references: readonly string[];
  readonly metrics?: readonly string[];
}): Omit<CorpusScores, 'bleuStatistics'> {
  const { candidates, references } = options;
  if (references.length === 0) throw new AppError('bad_input', 'No file with references was given.');
  const texts = [candidates, ...references].map(read);
  const json = isJson(texts[0]!);
  if (json && references.length > 1) {
    throw new AppError(
      'bad_input',
      'Several reference files go with plain text only; COCO and Karpathy files hold all references.',
    );
  }
  const images = json
    ? pairById(candidates, references[0]!, [texts[0]!, texts[1]!])
    : pairByLine(candidates, references, texts);
  const {
    corpus,
    images: scores,
    count,
  } = scoreCorpus({
    images,
    ...(options.metrics ? { metrics: options.metrics } : {}),
  });
  return { corpus, images: scores, count };
}
