import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '../errors/app-error.ts';
import type { NamedArray, StateDict } from '../tensor/state-dict.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { narrowToHalves, widenBfloats, widenHalves } from './float-formats.ts';
import {
  elementBytes,
  parseSafetensorsHeader,
  type SafetensorsHeader,
  type TensorEntry,
} from './safetensors-header.ts';

/** The reference reader refuses larger headers too: nobody needs them, and a wrong length must not allocate gigabytes. */
const longestHeaderBytes = 100_000_000;

function readExactly(descriptor: number, target: Uint8Array, position: number, file: string): void {
  for (let done = 0; done < target.length; ) {
    const count = readSync(descriptor, target, done, target.length - done, position + done);
    if (count === 0) throw new AppError('malformed_file', `${file} ends before its contents do; it was cut short.`);
    done += count;
  }
}

function readHeader(descriptor: number, file: string): { header: SafetensorsHeader; bodyAt: number } {
  const size = fstatSync(descriptor).size;
  if (size < 8) throw new AppError('malformed_file', `${file} is not a safetensors file: it has only ${size} bytes.`);
  const lengthBytes = Buffer.alloc(8);
  readExactly(descriptor, lengthBytes, 0, file);
  const length = Number(lengthBytes.readBigUInt64LE());
  if (length > longestHeaderBytes || 8 + length > size)
    throw new AppError(
      'malformed_file',
      `${file} is not a valid safetensors file: it announces a header of ${length} bytes but has ${size} in all.`,
      { details: { headerBytes: length, fileBytes: size } },
    );
  const json = Buffer.alloc(length);
  readExactly(descriptor, json, 8, file);
  return { header: parseSafetensorsHeader(json.toString('utf8'), size - 8 - length, file), bodyAt: 8 + length };
}

function readTensor(descriptor: number, entry: TensorEntry, bodyAt: number, file: string): NamedArray {
  const bytes = new Uint8Array(entry.end - entry.start);
  readExactly(descriptor, bytes, bodyAt + entry.start, file);
  const { shape } = entry;
  if (entry.type === 'F32') return { shape, data: new Float32Array(bytes.buffer) };
  const halves = new Uint16Array(bytes.buffer);
  return { shape, data: entry.type === 'F16' ? widenHalves(halves) : widenBfloats(halves) };
}

/**
 * Reads a safetensors file (F32, F16 and BF16, widened to float32), one tensor at a time: the peak is the weights plus
 * the largest tensor. Throws `not_found`, `unreadable_file` or `malformed_file`, each naming the file.
 */
export function readSafetensors(file: string): {
  readonly tensors: StateDict;
  readonly metadata: Readonly<Record<string, string>>;
} {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing
      ? new AppError('not_found', `There is no weights file ${file}.`, { cause })
      : new AppError('unreadable_file', `${file} could not be opened: ${(cause as Error).message}`, { cause });
  }
  try {
    const { header, bodyAt } = readHeader(descriptor, file);
    const tensors = new Map(
      header.tensors.map((entry) => [entry.name, readTensor(descriptor, entry, bodyAt, file)] as const),
    );
    return { tensors, metadata: header.metadata };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes tensors as F32, or as F16 where half the size matters more than the last digits; names are sorted, so equal
 * contents give equal files. Atomic: see `writeFileAtomically`.
 */
export function writeSafetensors(
  file: string,
  tensors: StateDict,
  options: { readonly type?: 'F32' | 'F16'; readonly metadata?: Readonly<Record<string, string>> } = {},
): void {
  const type = options.type ?? 'F32';
  const names = [...tensors.keys()].sort();
  const header: Record<string, unknown> = {};
  if (options.metadata && Object.keys(options.metadata).length > 0) header.__metadata__ = options.metadata;
  let offset = 0;
  for (const name of names) {
    const { shape, data } = tensors.get(name)!;
    const values = shape.reduce((product, size) => product * size, 1);
    if (values !== data.length)
      throw new AppError('internal', `Tensor ${name} has shape [${shape.join(', ')}] but ${data.length} values.`);
    const end = offset + values * elementBytes[type];
    header[name] = { dtype: type, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const padded = Buffer.alloc(Math.ceil(text.length / 8) * 8, ' ');
  text.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  function* chunks(): Generator<Uint8Array> {
    yield length;
    yield padded;
    for (const name of names) {
      const { data } = tensors.get(name)!;
      const values = type === 'F16' ? narrowToHalves(data) : data;
      yield new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    }
  }
  writeFileAtomically(file, chunks());
}
