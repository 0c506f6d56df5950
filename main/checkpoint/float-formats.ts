/** Conversions between 16-bit floats on disk and 32-bit floats in memory: there is no 16-bit arithmetic in the backend. */

const scratchFloat = new Float32Array(1);
const scratchBits = new Uint32Array(scratchFloat.buffer);

/** The value of one IEEE 754 half: `halfToFloat(0x3c00)` is 1, `halfToFloat(0x7bff)` is 65504. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Rounds to the nearest half, ties to even; beyond 65519 becomes infinity: `floatToHalf(1)` is 0x3c00. */
export function floatToHalf(value: number): number {
  scratchFloat[0] = value;
  const bits = scratchBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal halves are multiples of 2^-24, so scaling by 2^24 leaves an integer to round, ties to even.
    const scaled = Math.abs(scratchFloat[0]!) * 2 ** 24;
    const floor = Math.floor(scaled);
    const rest = scaled - floor;
    return sign | (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

let table: Float32Array | undefined;

/** All 65,536 halves as floats: one look-up a value is several times faster than computing it. */
function halfTable(): Float32Array {
  if (table) return table;
  table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) table[bits] = halfToFloat(bits);
  return table;
}

/** Widens halves to floats, into `target` at `offset` when given. */
export function widenHalves(source: Uint16Array, target = new Float32Array(source.length), offset = 0): Float32Array {
  const values = halfTable();
  for (let i = 0; i < source.length; i++) target[offset + i] = values[source[i]!]!;
  return target;
}

/** Rounds floats to halves. */
export function narrowToHalves(source: Float32Array): Uint16Array {
  const target = new Uint16Array(source.length);
  for (let i = 0; i < source.length; i++) target[i] = floatToHalf(source[i]!);
  return target;
}

/** Widens bfloat16, which is the upper half of a float32, into `target` at `offset` when given. */
export function widenBfloats(source: Uint16Array, target = new Float32Array(source.length), offset = 0): Float32Array {
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  for (let i = 0; i < source.length; i++) bits[offset + i] = source[i]! << 16;
  return target;
}
