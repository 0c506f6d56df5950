import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';

export const temporaryDirectory = (): string => mkdtempSync(path.join(tmpdir(), 'nadir-imagery-'));

/** Writes what `image` makes to a new file and returns its path. */
export async function saved(name: string, image: Sharp): Promise<string> {
  const file = path.join(temporaryDirectory(), name);
  await image.toFile(file);
  return file;
}

/** An image of these values, row by row; Uint16Array makes 16 bits a channel. */
export function imageOf(
  values: Uint8Array | Uint16Array | Float32Array,
  width: number,
  height: number,
  channels: 1 | 2 | 3 | 4,
): Sharp {
  const image = sharp(values, { raw: { width, height, channels } });
  if (values instanceof Uint16Array) return image.toColourspace(channels >= 3 ? 'rgb16' : 'grey16');
  return channels === 1 ? image.toColourspace('b-w') : image;
}

/** The values of an image as they are stored, without rotating or converting. */
export async function pixelsOf(
  image: Sharp,
): Promise<{ width: number; height: number; channels: number; values: number[] }> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, values: [...data] };
}
