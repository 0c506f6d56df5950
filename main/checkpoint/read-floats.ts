import { AppError } from '../errors/app-error.ts';
import { widenBfloats, widenHalves } from './float-formats.ts';
import { type OpenFile, readExactly } from './read-exactly.ts';

/** Bytes of every element type that safetensors and torch name; `float` are those whose values can be read. */
export const elementTypes: Readonly<Record<string, { readonly bytes: number; readonly float: boolean }>> = {
  F32: { bytes: 4, float: true },
  F16: { bytes: 2, float: true },
  BF16: { bytes: 2, float: true },
  F64: { bytes: 8, float: true },
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

/** Values of another width converted at a time: the buffer beside the tensor stays at 8 MB, however large the tensor is. */
const chunkValues = 1 << 20;

/** Converters to float32 for each type that is not read as it is. */
const converters: Readonly<
  Record<string, (bytes: Uint8Array<ArrayBuffer>, target: Float32Array<ArrayBuffer>, at: number) => void>
> = {
  F16: ({ buffer, byteLength }, target, at) => widenHalves(new Uint16Array(buffer, 0, byteLength / 2), target, at),
  BF16: ({ buffer, byteLength }, target, at) => widenBfloats(new Uint16Array(buffer, 0, byteLength / 2), target, at),
  F64: ({ buffer, byteLength }, target, at) => target.set(new Float64Array(buffer, 0, byteLength / 8), at),
};

/**
 * `count` values of a float type from byte `position` on, as float32: narrower ones widened, wider ones rounded. No second
 * copy of the tensor is made: what is read beside the result is at most 8 MB. `type` must be one of `readableTypes`;
 * `watch` is shown the bytes as they come. Throws what reading throws, and `unreadable_file` where memory does not hold
 * them.
 */
export function readFloats(
  file: OpenFile,
  type: string,
  position: number,
  count: number,
  watch?: (bytes: Uint8Array) => void,
): Float32Array {
  const values = allocated(file, count);
  const convert = converters[type];
  if (!convert) {
    const all = new Uint8Array(values.buffer);
    // Whoever watches is shown parts that are still in the processor's cache.
    const step = watch ? chunkValues * values.BYTES_PER_ELEMENT : all.length;
    for (let done = 0; done < all.length; done += step) {
      const part = all.subarray(done, done + step);
      readExactly(file, part, position + done);
      watch?.(part);
    }
    return values;
  }
  const { bytes } = elementTypes[type]!;
  const chunk = new Uint8Array(Math.min(chunkValues, count) * bytes);
  for (let done = 0; done < count; done += chunkValues) {
    const part = chunk.subarray(0, Math.min(chunkValues, count - done) * bytes);
    readExactly(file, part, position + bytes * done);
    watch?.(part);
    convert(part, values, done);
  }
  return values;
}

function allocated({ file }: OpenFile, count: number): Float32Array<ArrayBuffer> {
  try {
    return new Float32Array(count);
  } catch (cause) {
    const why = `a tensor of ${count} values does not fit into memory`;
    throw new AppError('unreadable_file', `${file} could not be read: ${why}.`, { cause });
  }
}
