import sharp, { type Sharp } from 'sharp';
import { AppError } from '../errors/app-error.ts';
import { maxPixels } from './inspect-image.ts';
import { stretchTo8Bits } from './stretch.ts';

/** Longest side at which an image of more than 8 bits a channel is stretched: as it is shown. */
const deepSide = 4096;

/**
 * Pixels for a model: RGB bytes, row by row, `size` × `size`, as Uint8Array of size² · 3. The EXIF orientation is
 * applied, grey becomes RGB, transparency is laid on black, and another shape is squeezed to the square (bicubic), which
 * keeps everything in view. Images of more than 8 bits a channel are stretched as they are when shown, so that the model
 * sees what a person sees. Throws `unreadable_file` naming the file.
 */
export async function readSquareRgb(file: string, size: number): Promise<Uint8Array> {
  try {
    const image = await openEightBit(file);
    const { data, info } = await image
      .flatten({ background: '#000' })
      .toColourspace('srgb')
      .resize(size, size, { fit: 'fill', kernel: 'cubic' })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels === 3) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    // Some grey inputs stay single-channel in raw output.
    const rgb = new Uint8Array(size * size * 3);
    for (let i = 0; i < size * size; i++) rgb.fill(data[i * info.channels]!, 3 * i, 3 * i + 3);
    return rgb;
  } catch (cause) {
    throw new AppError('unreadable_file', `The image ${file} could not be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function openEightBit(file: string): Promise<Sharp> {
  const image = sharp(file, { limitInputPixels: maxPixels });
  const { depth } = await image.metadata();
  return depth === undefined || depth === 'uchar' ? image.rotate() : stretchTo8Bits(file, deepSide, 'truncated');
}
