import sharp from 'sharp';
import { AppError } from '../errors/app-error.ts';

/**
 * Pixels for a model: RGB bytes, row by row, `size` × `size`, as Uint8Array of size² · 3. The EXIF orientation is
 * applied, grey becomes RGB, transparency is laid on black, and another shape is squeezed to the square (bicubic), which
 * keeps everything in view. Throws `unreadable_file` naming the file.
 */
export async function readSquareRgb(file: string, size: number): Promise<Uint8Array> {
  try {
    const { data, info } = await sharp(file, { limitInputPixels: 400_000_000 })
      .rotate()
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
