import { availableParallelism } from 'node:os';
import type { ImportReport } from '../../preload/contract/project.ts';
import { AppError } from '../errors/app-error.ts';
import type { ImageFacts } from '../imagery/inspect-image.ts';
import type { CaptionSource, SourceImage } from './caption-source.ts';
import { concurrently } from './concurrently.ts';
import { Findings } from './findings.ts';
import { ImageFolder } from './image-folder.ts';

/** An image that the import would add, with its captions (none of them empty). */
export interface PlannedImage extends ImageFacts {
  readonly absolutePath: string;
  readonly fileName: string;
  readonly class: string | null;
  readonly split: string;
  readonly sourceId: string | null;
  readonly captions: readonly string[];
}
export interface ImportPlan {
  readonly report: ImportReport;
  readonly images: readonly PlannedImage[];
}
export interface PlanOptions {
  readonly captionsFile: string;
  readonly imagesDirectory: string;
  /** Whether the project already has the image at this path. */
  readonly isPresent: (absolutePath: string) => boolean;
  /** Reads one image; throws an AppError for one that cannot be read. */
  readonly inspect: (file: string) => Promise<ImageFacts>;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}
type Looked =
  | { readonly kind: 'missing' | 'present' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'found'; readonly path: string; readonly facts: ImageFacts };

// Reading waits for the disk and decoding for a core: two lanes a core keep both busy.
const lanes = 2 * availableParallelism();

/**
 * Works out what importing `source` would do, reading every image to the end and writing nothing. Throws `AbortError`
 * when cancelled, and AppErrors for a folder that cannot be read.
 */
export async function planImport(source: CaptionSource, options: PlanOptions): Promise<ImportPlan> {
  const folder = await ImageFolder.open(options.imagesDirectory);
  const listed = uniqueByName(source.images);
  let done = 0;
  const looked = await concurrently(
    listed.images,
    lanes,
    async (image): Promise<Looked> => {
      const result = await look(image, folder, options);
      options.onProgress?.(++done, listed.images.length);
      return result;
    },
    options.signal,
  );
  return summarise(source, listed, looked, folder.unreadable, options);
}

async function look(image: SourceImage, folder: ImageFolder, options: PlanOptions): Promise<Looked> {
  const path = await folder.find(image.fileName);
  if (path === null) return { kind: 'missing' };
  if (options.isPresent(path)) return { kind: 'present' };
  try {
    return { kind: 'found', path, facts: await options.inspect(path) };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'unreadable', why: String(error.details.why ?? error.message) };
    throw error;
  }
}

interface Listed {
  readonly images: readonly SourceImage[];
  readonly again: readonly string[];
}

/** An image that is listed twice is one image: the captions of both entries belong to it. */
function uniqueByName(images: readonly SourceImage[]): Listed {
  const byName = new Map<string, SourceImage>();
  const again: string[] = [];
  for (const image of images) {
    const first = byName.get(image.fileName);
    if (first) again.push(image.fileName);
    byName.set(image.fileName, first ? { ...first, captions: [...first.captions, ...image.captions] } : image);
  }
  return { images: [...byName.values()], again };
}

function summarise(
  source: CaptionSource,
  listed: Listed,
  looked: readonly Looked[],
  closedFolders: readonly string[],
  { captionsFile, imagesDirectory }: PlanOptions,
): ImportPlan {
  const missing = new Findings();
  const unreadable = new Findings();
  const duplicate = new Findings();
  const present = new Findings();
  const empty = new Findings();
  const orphans = new Findings();
  const folders = new Findings();
  for (const folder of closedFolders) folders.add(folder);
  for (const caption of source.captionsWithoutImage) orphans.add(caption);
  for (const fileName of listed.again) duplicate.add(`${fileName} (listed twice)`);

  const byPath = new Map<string, PlannedImage>();
  const firstWithContent = new Map<string, string>();
  for (const [index, image] of listed.images.entries()) {
    const result = looked[index]!;
    if (result.kind === 'unreadable') unreadable.add(`${image.fileName} (${result.why})`);
    else if (result.kind !== 'found') ({ missing, present })[result.kind].add(image.fileName);
    if (result.kind !== 'found') continue;
    const first = firstWithContent.get(result.facts.sha256);
    if (first === undefined) firstWithContent.set(result.facts.sha256, image.fileName);
    else duplicate.add(`${image.fileName} (same as ${first})`);
    const trimmed = image.captions.map((caption) => caption.trim());
    for (const caption of trimmed) if (caption === '') empty.add(image.fileName);
    const captions = trimmed.filter((caption) => caption !== '');
    // Two names may lead to one file, which is found by name: it is one image then, with the captions of both.
    const same = byPath.get(result.path);
    byPath.set(
      result.path,
      same
        ? { ...same, captions: [...same.captions, ...captions] }
        : { ...image, ...result.facts, absolutePath: result.path, captions },
    );
  }
  const images = [...byPath.values()];
  return {
    images,
    report: {
      format: source.format,
      captionsFile,
      imagesDirectory,
      imagesListed: listed.images.length,
      imagesFound: images.length + present.report().count,
      imagesMissing: missing.report(),
      imagesUnreadable: unreadable.report(),
      foldersUnreadable: folders.report(),
      imagesDuplicate: duplicate.report(),
      imagesAlreadyPresent: present.report(),
      captions: images.reduce((sum, image) => sum + image.captions.length, 0),
      captionsEmpty: empty.report(),
      captionsWithoutImage: orphans.report(),
      splits: countSplits(images),
      classes: new Set(images.flatMap((image) => image.class ?? [])).size,
      captionsAcrossSplits: acrossSplits(images),
    },
  };
}

function countSplits(images: readonly PlannedImage[]): ImportReport['splits'] {
  const counts = new Map<string, { name: string; images: number; captions: number }>();
  for (const { split, captions } of images) {
    const count = counts.get(split) ?? { name: split, images: 0, captions: 0 };
    counts.set(split, { name: split, images: count.images + 1, captions: count.captions + captions.length });
  }
  return [...counts.values()];
}

/** Distinct captions of val or test that train has too, ignoring case and spacing. */
function acrossSplits(images: readonly PlannedImage[]): ImportReport['captionsAcrossSplits'] {
  const normal = (caption: string) => caption.toLowerCase().replace(/\s+/g, ' ');
  const inTrain = new Set(images.filter((i) => i.split === 'train').flatMap((i) => i.captions.map(normal)));
  const findings = new Findings();
  const seen = new Set<string>();
  for (const { split, captions } of images) {
    if (split !== 'val' && split !== 'test') continue;
    for (const caption of captions) {
      const key = normal(caption);
      if (!inTrain.has(key) || seen.has(key)) continue;
      seen.add(key);
      findings.add(caption);
    }
  }
  return findings.report();
}
