import { elementTypes } from './read-floats.ts';
import { valueCount } from './weight-source.ts';

/** The types that are written. */
export type WrittenType = 'F32' | 'F16';

/**
 * The head of a safetensors file whose tensors follow in the order of `tensors`: the length of its
 * header and the header, padded to a multiple of 8. `metadata` is left out where it is empty.
 */
export function safetensorsHead(
  tensors: Iterable<readonly [name: string, shape: readonly number[]]>,
  type: WrittenType,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let offset = 0;
  for (const [name, shape] of tensors) {
    const end = offset + valueCount(shape) * elementTypes[type]!.bytes;
    header[name] = { dtype: type, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const padded = Math.ceil(text.length / 8) * 8;
  const head = Buffer.alloc(8 + padded, ' ');
  head.writeBigUInt64LE(BigInt(padded));
  text.copy(head, 8);
  return head;
}
