import sharp, { type Sharp } from 'sharp';
import { maxPixels } from './inspect-image.ts';

const low = 0.02;
const high = 0.98;
/** Enough values for the percentiles of a band to be within a grey level; all of a large scene would take seconds. */
const sampleSize = 250_000;

/**
 * An image of more than 8 bits a channel (16-bit, float) as 8 bits: each of its first three bands is stretched so that
 * the 2nd percentile becomes 0 and the 98th 255. Values that are not finite do not count and become 0. Larger images are
 * first brought to `longestSide` pixels. The EXIF orientation is applied. `failOn` 'none' shows what there is of a file
 * that is cut short.
 */
export async function stretchTo8Bits(
  file: string,
  longestSide: number,
  failOn: 'none' | 'truncated' = 'none',
): Promise<Sharp> {
  const image = sharp(file, { failOn, limitInputPixels: maxPixels });
  const { space } = await image.metadata();
  const { data, info } = await image
    .rotate()
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    // The image's own colour space, else sharp converts to 8-bit values before they can be stretched.
    .toColourspace(space)
    .raw({ depth: 'float' })
    .toBuffer({ resolveWithObject: true });
  const values = new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4); // [height, width, channels]
  const bands = info.channels >= 3 ? 3 : 1;
  const pixels = info.width * info.height;
  const shown = Buffer.alloc(pixels * bands);
  for (let band = 0; band < bands; band += 1) {
    const [from, to] = percentiles(values, info.channels, band);
    const scale = to > from ? 255 / (to - from) : 0;
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const value = values[pixel * info.channels + band]!;
      const level = Number.isFinite(value) ? (value - from) * scale : 0;
      shown[pixel * bands + band] = Math.min(255, Math.max(0, Math.round(level)));
    }
  }
  return sharp(shown, { raw: { width: info.width, height: info.height, channels: bands } });
}

/** The 2nd and 98th percentile of one band, from a sample spread evenly over the image. */
function percentiles(values: Float32Array, channels: number, band: number): readonly [number, number] {
  const pixels = values.length / channels;
  const stride = Math.max(1, Math.floor(pixels / sampleSize));
  const sample: number[] = [];
  for (let pixel = 0; pixel < pixels; pixel += stride) {
    const value = values[pixel * channels + band]!;
    if (Number.isFinite(value)) sample.push(value);
  }
  if (sample.length === 0) return [0, 0];
  const sorted = Float32Array.from(sample).sort();
  return [sorted[Math.floor(low * (sorted.length - 1))]!, sorted[Math.ceil(high * (sorted.length - 1))]!];
}
