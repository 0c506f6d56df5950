import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import sharp from 'sharp';
import { AppError } from '../errors/app-error.ts';

/** Facts of an image file. `width` and `height` in pixels as stored, before any EXIF rotation. */
export interface ImageFacts {
  readonly bytes: number;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

/** Scenes of 32,768 × 32,768 pixels still open; beyond that a file is taken for a decompression bomb. */
export const maxPixels = 32_768 ** 2;
const readWholeBytes = 64 * 1024 * 1024;

/**
 * Reads a whole image file: its facts and that it decodes to the end. Throws `unreadable_file` naming the file when it
 * is not there, is not an image, or is cut short; `details.why` is the cause alone.
 */
export async function inspectImage(file: string): Promise<ImageFacts> {
  try {
    const { size, mode } = await stat(file);
    // A device or a pipe would be read forever.
    if ((mode & 0o170000) !== 0o100000) throw new Error('it is not a file');
    const whole = size <= readWholeBytes ? await readFile(file) : undefined;
    const image = sharp(whole ?? file, { failOn: 'truncated', limitInputPixels: maxPixels, sequentialRead: true });
    const { width, height } = await image.metadata();
    // Scaling down lets the decoder skip arithmetic (JPEG by a factor of 8), not data: it still reads to the end.
    await image.resize(8, 8, { fit: 'fill' }).raw().toBuffer();
    const sha256 = whole ? createHash('sha256').update(whole).digest('hex') : await hashFile(file);
    return { bytes: size, sha256, width, height };
  } catch (cause) {
    const why = reason(cause);
    throw new AppError('unreadable_file', `${file} cannot be read as an image: ${why}.`, { cause, details: { why } });
  }
}

/** The sha256 of a file's content, in hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function reason(cause: unknown): string {
  const { message, code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'it cannot be accessed';
  return message
    .split('\n')[0]!
    .replace(/^Input (file|buffer)/, 'its content')
    .replace(/\.$/, '');
}
