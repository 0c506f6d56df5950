import { widenBfloats, widenHalves } from './float-formats.ts';
import { type OpenFile, readExactly } from './read-exactly.ts';

/** Bytes of every element type that safetensors and torch name; `float` are those whose values can be read. */
export const elementTypes: Readonly<Record<string, { readonly bytes: number; readonly float: boolean }>> = {
  F32: { bytes: 4, float: true },
  F16: { bytes: 2, float: true },
  BF16: { bytes: 2, float: true },
  F64: { bytes: 8, float: false },
  I64: { bytes: 8, float: false },
  U64: { bytes: 8, float: false },
  I32: { bytes: 4, float: false },
  U32: { bytes: 4, float: false },
  I16: { bytes: 2, float: false },
  U16: { bytes: 2, float: false },
  I8: { bytes: 1, float: false },
  U8: { bytes: 1, float: false },
  F8_E4M3: { bytes: 1, float: false },
  F8_E5M2: { bytes: 1, float: false },
  BOOL: { bytes: 1, float: false },
};

/** The types whose values can be read, for messages. */
export const readableTypes: readonly string[] = Object.keys(elementTypes).filter((type) => elementTypes[type]!.float);

/** Half-width values widened at a time: the buffer beside the tensor stays at 2 MB, however large the tensor is. */
const chunkValues = 1 << 20;

/**
 * `count` values of a float type from byte `position` on, widened to float32. No second copy of the tensor is made: what
 * is read beside the result is at most 2 MB. `type` must be one of `readableTypes`.
 */
export function readFloats(file: OpenFile, type: string, position: number, count: number): Float32Array {
  const values = new Float32Array(count);
  if (type === 'F32') {
    readExactly(file, new Uint8Array(values.buffer), position);
    return values;
  }
  const widen = type === 'F16' ? widenHalves : widenBfloats;
  const halves = new Uint16Array(Math.min(chunkValues, count));
  for (let done = 0; done < count; done += halves.length) {
    const part = halves.subarray(0, Math.min(halves.length, count - done));
    readExactly(file, new Uint8Array(part.buffer, 0, part.byteLength), position + 2 * done);
    widen(part, values, done);
  }
  return values;
}
