import sharp, { type Sharp } from 'sharp';
import { AppError } from '../errors/app-error.ts';
import { resizeBicubic } from './bicubic.ts';
import { maxPixels } from './inspect-image.ts';
import { stretchTo8Bits } from './stretch.ts';

/** Longest side at which an image of more than 8 bits a channel is stretched: as it is shown. */
const deepSide = 4096;

/** Above this many pixels an 8-bit image is first made smaller, as a deep one is: all of a scene would fill the memory. */
const mostPixelsWhole = 64_000_000;

/** The ways to turn an image into a model's pixels. The name is part of the key of cached features: another way needs another name. */
export const preprocessings = {
  /** Bicubic without antialiasing, by sharp: what nadir-mini is trained on. */
  'square-cubic-v1': readSquareRgb,
  /** Pillow's antialiased bicubic: what the BLIP family is trained on. */
  'blip-bicubic-v1': readBlipRgb,
} as const;
export type Preprocessing = keyof typeof preprocessings;

/** Mean and standard deviation of each channel, of values in [0, 1], that the BLIP family (CLIP before it) subtracts and divides by. */
export const blipNormalisation = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  deviation: [0.26862954, 0.26130258, 0.27577711],
} as const;

/**
 * Pixels for a model: RGB bytes, row by row, `size` × `size`, as Uint8Array of size² · 3. The EXIF orientation is
 * applied, grey becomes RGB, transparency is laid on black, and another shape is squeezed to the square (bicubic), which
 * keeps everything in view. Images of more than 8 bits a channel are stretched as they are when shown, so that the model
 * sees what a person sees. Throws `unreadable_file` naming the file.
 */
export async function readSquareRgb(file: string, size: number): Promise<Uint8Array> {
  return reading(file, async () => {
    const image = await openEightBit(file);
    return rgbOf(image.flatten({ background: '#000' }).resize(size, size, { fit: 'fill', kernel: 'cubic' }));
  });
}

/**
 * The same for the BLIP family: squeezed to the square as Pillow does it, to the grey level, before scaling to [0, 1] and
 * normalising by `blipNormalisation`. Orientation, transparency and deep images are treated as for `readSquareRgb`.
 */
export async function readBlipRgb(file: string, size: number): Promise<Uint8Array> {
  return reading(file, async () => {
    const image = (await openEightBit(file)).flatten({ background: '#000' });
    const { data, width, height } = await rasterOf(image);
    return resizeBicubic({ data, width, height, channels: 3 }, size, size).data;
  });
}

async function reading(file: string, work: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await work();
  } catch (cause) {
    throw new AppError('unreadable_file', `The image ${file} could not be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

const rgbOf = async (image: Sharp): Promise<Uint8Array> => (await rasterOf(image)).data;

async function rasterOf(image: Sharp): Promise<{ data: Uint8Array; width: number; height: number }> {
  const { data, info } = await image
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3) return { data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), width, height };
  // Some grey inputs stay single-channel in raw output.
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) rgb.fill(data[i * channels]!, 3 * i, 3 * i + 3);
  return { data: rgb, width, height };
}

async function openEightBit(file: string): Promise<Sharp> {
  const image = sharp(file, { limitInputPixels: maxPixels });
  const { depth, width, height } = await image.metadata();
  if (depth !== undefined && depth !== 'uchar') return stretchTo8Bits(file, deepSide, 'truncated');
  const upright = image.rotate();
  if (width * height <= mostPixelsWhole) return upright;
  const smaller = upright.resize(deepSide, deepSide, { fit: 'inside' });
  const { data, info } = await smaller.raw().toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
}
