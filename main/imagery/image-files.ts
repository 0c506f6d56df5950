import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { AppError } from '../errors/app-error.ts';
import { maxPixels } from './inspect-image.ts';
import { NewestFirst } from './newest-first.ts';
import { stretchTo8Bits } from './stretch.ts';

/** An image to show: where it is and what its content is. */
export interface ShownFile {
  readonly path: string;
  readonly contentType: string;
}
export interface SourceFile {
  readonly path: string;
  readonly sha256: string;
}

/** Longest side of a thumbnail in pixels: sharp on screens of double density up to the grid's large size. */
export const thumbnailSize = 320;
/** Longest side at which images of more than 8 bits a channel are shown: their stretch holds every value in memory. */
const deepSide = 4096;
const shownByBrowsers: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
};

/**
 * Thumbnails and, for images that a browser cannot show, PNG copies: made by sharp's own threads, kept in `directory`
 * under the content's sha256, and made again when they are gone or damaged.
 */
export class ImageFiles {
  readonly directory: string;
  /** One processor is left to the window, which draws while these are made. */
  readonly #turns = new NewestFirst(Math.max(1, availableParallelism() - 1));
  /** Files of this cache that were checked, or made, since the start. */
  readonly #good = new Set<string>();

  constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * A WebP of at most 320 pixels a side. Throws `unreadable_file` naming the image, and `cancelled` when `signal` was
   * aborted before the thumbnail's turn to be made came.
   */
  async thumbnail(source: SourceFile, signal?: AbortSignal): Promise<ShownFile> {
    const file = path.join(this.directory, source.sha256.slice(0, 2), `${source.sha256}-${thumbnailSize}.webp`);
    const make = async () => {
      const image = await openForShowing(source.path, thumbnailSize);
      return (
        image
          .resize(thumbnailSize, thumbnailSize, { fit: 'inside', withoutEnlargement: true })
          // More effort saves a seventh of the bytes and costs as much time as reading and resizing together.
          .webp({ quality: 82, effort: 0 })
          .toBuffer()
      );
    };
    await this.#ensure(file, source, make, signal);
    return { path: file, contentType: 'image/webp' };
  }

  /** The image itself where a browser shows it as it is, else an 8-bit PNG of it. Throws as `thumbnail` does. */
  async full(source: SourceFile, signal?: AbortSignal): Promise<ShownFile> {
    const { format, depth } = await metadataOf(source.path);
    const contentType = depth === 'uchar' ? shownByBrowsers[format ?? ''] : undefined;
    if (contentType !== undefined) return { path: source.path, contentType };
    const file = path.join(this.directory, source.sha256.slice(0, 2), `${source.sha256}-full.png`);
    const make = async () => (await openForShowing(source.path, deepSide)).png().toBuffer();
    await this.#ensure(file, source, make, signal);
    return { path: file, contentType: 'image/png' };
  }

  async #ensure(file: string, source: SourceFile, make: () => Promise<Buffer>, signal?: AbortSignal): Promise<void> {
    if (this.#good.has(file) && (await isThere(file))) return;
    await this.#turns.run(file, () => this.#make(file, source, make), signal);
  }

  async #make(file: string, source: SourceFile, make: () => Promise<Buffer>): Promise<void> {
    if ((await isThere(file)) && (await decodes(file))) {
      this.#good.add(file);
      return;
    }
    let data: Buffer;
    try {
      data = await make();
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw unreadable(source.path, cause);
    }
    await writeWhole(file, data);
    this.#good.add(file);
  }
}

/** Eight bits a channel, the right way up: what is shown. Deeper images are stretched from their 2nd to 98th percentile. */
async function openForShowing(file: string, longestSide: number): Promise<Sharp> {
  const { depth } = await metadataOf(file);
  if (depth !== undefined && depth !== 'uchar') return stretchTo8Bits(file, longestSide);
  return sharp(file, { failOn: 'none', limitInputPixels: maxPixels }).rotate().toColourspace('srgb');
}

async function metadataOf(file: string): Promise<Metadata> {
  try {
    return await sharp(file, { limitInputPixels: maxPixels }).metadata();
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

const unreadable = (file: string, cause: unknown) =>
  new AppError('unreadable_file', `${file} cannot be shown: ${(cause as Error).message.split('\n')[0]}.`, { cause });

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    (facts) => facts.size > 0,
    () => false,
  );

/** Reads a cached file once to the end, so that one that a full disk or a crash cut short is made again. */
const decodes = (file: string): Promise<boolean> =>
  sharp(file, { failOn: 'truncated' })
    .resize(1, 1)
    .raw()
    .toBuffer()
    .then(
      () => true,
      () => false,
    );

async function writeWhole(file: string, data: Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const partial = path.join(path.dirname(file), `.${randomBytes(6).toString('hex')}.partial`);
  try {
    const handle = await open(partial, 'wx');
    try {
      await handle.writeFile(data);
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
