/** Fixed-point precision of weights: 8 bits of value and 2 of headroom stay free in 32. */
const weightBits = 22;
const half = 2 ** (weightBits - 1);
const one = 2 ** weightBits;
/** The cubic's parameter; OpenCV and older libraries use −0.75. */
const sharpness = -0.5;
/** Pixels to either side that the cubic reaches at its own size. */
const reach = 2;

/** An image's values, row by row: `width` × `height` × `channels` bytes. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** The weights of one output position: over `weights.length` inputs from `from` on, summing to 2^22. */
interface Window {
  readonly from: number;
  readonly weights: Int32Array;
}

/**
 * Resizes as Pillow's `resize(…, BICUBIC)` does, bit for bit: the cubic (a = −½) is stretched over as many pixels as
 * become one, so that shrinking does not alias; first rows, then columns, each rounded to 8 bits. That is what BLIP models
 * were trained on; other libraries' bicubic differs by tens of grey levels on fine structure.
 */
export function resizeBicubic(source: Raster, width: number, height: number): Raster {
  const { channels } = source;
  const across = windows(source.width, width);
  const rows = new Uint8Array(source.height * width * channels);
  for (let y = 0; y < source.height; y++) {
    const row = y * source.width;
    for (let x = 0; x < width; x++)
      mix(source.data, row + across[x]!.from, 1, across[x]!.weights, channels, rows, y * width + x);
  }
  const down = windows(source.height, height);
  const data = new Uint8Array(height * width * channels);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      mix(rows, down[y]!.from * width + x, width, down[y]!.weights, channels, data, y * width + x);
  return { data, width, height, channels };
}

/** One output pixel: the weighted sum of pixels `step` apart from `from` on, rounded and kept within 0 to 255. */
function mix(
  source: Uint8Array,
  from: number,
  step: number,
  weights: Int32Array,
  channels: number,
  target: Uint8Array,
  to: number,
): void {
  for (let channel = 0; channel < channels; channel++) {
    let sum = half;
    let at = from * channels + channel;
    for (let tap = 0; tap < weights.length; tap++) {
      sum += source[at]! * weights[tap]!;
      at += step * channels;
    }
    const value = Math.floor(sum / one);
    target[to * channels + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}

function windows(from: number, to: number): Window[] {
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const support = reach * stretch;
  return Array.from({ length: to }, (_, position) => {
    const centre = (position + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(from, Math.trunc(centre + support + 0.5));
    const raw = Array.from({ length: end - first }, (_unused, tap) => cubic((tap + first - centre + 0.5) / stretch));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    const weights = Int32Array.from(raw, (weight) => {
      const scaled = (sum === 0 ? weight : weight / sum) * one;
      return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    });
    return { from: first, weights };
  });
}

/** Keys' cubic convolution kernel. */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return ((sharpness + 2) * x - (sharpness + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * sharpness;
  return 0;
}
