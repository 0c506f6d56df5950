import { AppError } from '../errors/app-error.ts';
import type { StateDict } from '../tensor/state-dict.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { narrowToHalves } from './float-formats.ts';
import { closeFile, type OpenFile, openFile, readExactly } from './read-exactly.ts';
import { elementTypes, readableTypes, readFloats } from './read-floats.ts';
import { safetensorsHead, type WrittenType } from './safetensors-head.ts';
import { parseSafetensorsHeader, type SafetensorsHeader } from './safetensors-header.ts';
import { tensorInfo, valueCount, type WeightSource } from './weight-source.ts';

/** The reference reader refuses larger headers too: nobody needs them, and a wrong length must not allocate gigabytes. */
const longestHeaderBytes = 100_000_000;

function readHeader(open: OpenFile): { header: SafetensorsHeader; bodyAt: number } {
  const { file, size } = open;
  if (size < 8) throw new AppError('malformed_file', `${file} is not a safetensors file: it has only ${size} bytes.`);
  const lengthBytes = Buffer.alloc(8);
  readExactly(open, lengthBytes, 0);
  const length = Number(lengthBytes.readBigUInt64LE());
  if (length > longestHeaderBytes || 8 + length > size)
    throw new AppError(
      'malformed_file',
      `${file} is not a valid safetensors file: it announces a header of ${length} bytes but has ${size} in all.`,
      { details: { headerBytes: length, fileBytes: size } },
    );
  const json = Buffer.alloc(length);
  readExactly(open, json, 8);
  return { header: parseSafetensorsHeader(textOf(json, file), size - 8 - length, file), bodyAt: 8 + length };
}

function textOf(json: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json);
  } catch (cause) {
    throw new AppError('malformed_file', `${file} is not a valid safetensors file: its header is not UTF-8.`, {
      cause,
    });
  }
}

/**
 * Opens a safetensors file: its header is read and checked, its tensors when they are asked for. Throws `not_found`,
 * `unreadable_file` or `malformed_file`, each naming the file. The caller closes it.
 */
export function openSafetensors(file: string): WeightSource {
  const open = openFile(file);
  try {
    const { header, bodyAt } = readHeader(open);
    const tensors = new Map(header.tensors.map((entry) => [entry.name, entry] as const));
    return {
      origin: file,
      metadata: header.metadata,
      tensors,
      read(name) {
        const { type, shape } = tensorInfo({ origin: file, tensors }, name);
        if (!elementTypes[type]!.float)
          throw new AppError(
            'malformed_file',
            `Tensor "${name}" in ${file} has element type ${type}; readable are ${readableTypes.join(', ')}.`,
            { details: { name, type } },
          );
        return { shape, data: readFloats(open, type, bodyAt + tensors.get(name)!.start, valueCount(shape)) };
      },
      close: () => closeFile(open),
    };
  } catch (error) {
    closeFile(open);
    throw error;
  }
}

/**
 * Reads a whole safetensors file, widened to float32. Throws what `openSafetensors` throws, and `malformed_file` for
 * tensors of whole numbers.
 */
export function readSafetensors(file: string): {
  readonly tensors: StateDict;
  readonly metadata: Readonly<Record<string, string>>;
} {
  const source = openSafetensors(file);
  try {
    const tensors = new Map([...source.tensors.keys()].map((name) => [name, source.read(name)] as const));
    return { tensors, metadata: source.metadata };
  } finally {
    source.close();
  }
}

/**
 * Writes tensors as F32, or as F16 where half the size matters more than the last digits; names are sorted, so equal
 * contents give equal files. Atomic: see `writeFileAtomically`.
 */
export function writeSafetensors(
  file: string,
  tensors: StateDict,
  options: { readonly type?: WrittenType; readonly metadata?: Readonly<Record<string, string>> } = {},
): void {
  const type = options.type ?? 'F32';
  const names = [...tensors.keys()].sort();
  for (const name of names) {
    const { shape, data } = tensors.get(name)!;
    if (valueCount(shape) !== data.length)
      throw new AppError('internal', `Tensor ${name} has shape [${shape.join(', ')}] but ${data.length} values.`);
  }
  const head = safetensorsHead(
    names.map((name) => [name, tensors.get(name)!.shape]),
    type,
    options.metadata,
  );
  function* chunks(): Generator<Uint8Array> {
    yield head;
    for (const name of names) {
      const { data } = tensors.get(name)!;
      const values = type === 'F16' ? narrowToHalves(data) : data;
      yield new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    }
  }
  writeFileAtomically(file, chunks());
}
