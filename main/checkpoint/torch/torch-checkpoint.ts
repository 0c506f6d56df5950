import { AppError } from '../../errors/app-error.ts';
import { quoted } from '../../errors/quoted.ts';
import type { NamedArray } from '../../tensor/state-dict.ts';
import { closeFile, type OpenFile, openFile, readExactly } from '../read-exactly.ts';
import { elementTypes, readableTypes, readFloats } from '../read-floats.ts';
import { refuseOddTensor, type TensorInfo, tensorInfo, valueCount, type WeightSource } from '../weight-source.ts';
import { EntryChecks } from './entry-checks.ts';
import { type Pickled, TensorReference, unpickle } from './unpickle.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** The start of files that torch wrote before version 1.6: a pickle of this number, 0x1950a86a20f9469cfc6c. */
const oldFormat = Buffer.from('80028a0a6cfc9c46f9206aa85019', 'hex');
const zipStart = Buffer.from('504b0304', 'hex');
/** The largest published checkpoints have pickles below 1 MB; with an optimiser's state a few. */
const longestPickleBytes = 16 * 2 ** 20;
/** Keys under which checkpoints keep their weights among other things (LAVIS and others). */
const stateDictKeys = ['model', 'state_dict'] as const;

/**
 * Opens a torch checkpoint (`.pth`, `.pt`, `.bin`: a zip archive with a pickle) whose weights are a state dict, or a dict
 * that has one as "model" or "state_dict". Nothing of it is ever run. Tensors are read when asked for. Throws
 * `not_found`, `unreadable_file` or `malformed_file`, naming the file and what is wrong with it; reading a tensor whose
 * bytes do not match their checksum does too. The caller closes it.
 */
export function openTorchCheckpoint(file: string): WeightSource {
  const open = openFile(file);
  try {
    refuseOtherFormats(open);
    const entries = readZipDirectory(open);
    const checks = new EntryChecks(open);
    const pickleEntry = theOnlyPickle(file, entries);
    const root = pickleEntry.name.slice(0, -'data.pkl'.length);
    checks.check(pickleEntry);
    refuseForeignByteOrder(open, entries.get(`${root}byteorder`));
    const pickle = Buffer.alloc(pickleEntry.end - pickleEntry.start);
    readExactly(open, pickle, pickleEntry.start);
    const state = stateDictIn(unpickle(pickle, file), file);
    const tensors = new Map<string, TensorInfo & { readonly view: TensorReference; readonly entry: ZipEntry }>();
    for (const [name, view] of state) {
      const entry = storageOf(view, name, entries.get(`${root}data/${view.storage.key}`), file);
      tensors.set(name, { type: view.storage.type, shape: view.shape, view, entry });
    }
    return {
      origin: file,
      metadata: {},
      tensors,
      read(name) {
        tensorInfo({ origin: file, tensors }, name);
        const { view, entry } = tensors.get(name)!;
        return readView(open, name, view, entry, checks);
      },
      close: () => closeFile(open),
    };
  } catch (error) {
    closeFile(open);
    throw error;
  }
}

function refuseOtherFormats(open: OpenFile): void {
  const start = Buffer.alloc(Math.min(open.size, oldFormat.length));
  readExactly(open, start, 0);
  if (start.equals(oldFormat))
    throw new AppError(
      'malformed_file',
      `${open.file} is in torch's old format (before 1.6), which is one pickle without an archive. ` +
        'Save it anew in Python: torch.save(torch.load(old, map_location="cpu", weights_only=True), new).',
    );
  if (!start.subarray(0, 4).equals(zipStart))
    throw new AppError(
      'malformed_file',
      `${open.file} is not a torch checkpoint: it does not begin like a zip archive.`,
    );
}

function theOnlyPickle(file: string, entries: ReadonlyMap<string, ZipEntry>): ZipEntry {
  const found = [...entries.values()].filter(({ name }) => /^(?:[^/]+\/)?data\.pkl$/.test(name));
  const [entry] = found;
  if (!entry || found.length > 1)
    throw new AppError('malformed_file', `${file} is not a torch checkpoint: it has ${found.length} files "data.pkl".`);
  if (entry.end - entry.start > longestPickleBytes)
    throw new AppError(
      'malformed_file',
      `${file} describes its tensors in ${entry.end - entry.start} bytes, more than the ${longestPickleBytes} that are read.`,
    );
  return entry;
}

function refuseForeignByteOrder(open: OpenFile, entry: ZipEntry | undefined): void {
  if (!entry) return; // Written by torch before 2.1, which wrote little-endian on every machine that matters.
  const order = Buffer.alloc(Math.min(16, entry.end - entry.start));
  readExactly(open, order, entry.start);
  if (order.toString('latin1') !== 'little')
    throw new AppError('malformed_file', `${open.file} has its numbers in ${order.toString('latin1')}-endian order.`);
}

function stateDictIn(value: Pickled, file: string): ReadonlyMap<string, TensorReference> {
  if (!(value instanceof Map)) throw new AppError('malformed_file', `${file} holds no dict of weights.`);
  const nested = stateDictKeys.map((key) => value.get(key)).find((inner) => inner instanceof Map);
  const state = (nested as typeof value | undefined) ?? value;
  for (const [name, tensor] of state) {
    if (typeof name !== 'string' || !(tensor instanceof TensorReference))
      throw new AppError(
        'malformed_file',
        typeof name === 'string'
          ? `${file} holds no state dict: ${quoted(name)} in it is not a tensor by name.`
          : `${file} holds no state dict: a key in it is not text.`,
      );
  }
  if (state.size === 0) throw new AppError('malformed_file', `${file} holds a state dict without a tensor.`);
  return state as ReadonlyMap<string, TensorReference>;
}

/** Index in its storage of a view's last value, and one more: how far it reaches. */
const reach = ({ offset, shape, strides }: TensorReference): number =>
  valueCount(shape) === 0 ? offset : shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, offset + 1);

/** A tensor's storage, after checking that the tensor lies within it. */
function storageOf(view: TensorReference, name: string, entry: ZipEntry | undefined, file: string): ZipEntry {
  const fault = (why: string): AppError =>
    new AppError('malformed_file', `${file} is damaged: tensor ${quoted(name)} ${why}.`, { details: { name } });
  const { storage, shape } = view;
  refuseOddTensor(name, shape, file);
  if (!entry) throw fault(`lies in the storage ${quoted(storage.key)}, which is not in the archive`);
  const needed = storage.count * elementTypes[storage.type]!.bytes;
  const there = entry.end - entry.start;
  if (there !== needed) throw fault(`needs a storage of ${needed} bytes, but ${quoted(storage.key)} has ${there}`);
  if (reach(view) > storage.count)
    throw fault(`of shape [${shape.join(', ')}] reaches to value ${reach(view)} of a storage of ${storage.count}`);
  // A stride of 0 repeats values: a few bytes would unfold into any size.
  if (valueCount(shape) > storage.count)
    throw fault(`of shape [${shape.join(', ')}] has ${valueCount(shape)} values, but its storage ${storage.count}`);
  return entry;
}

/** Its values, after or while the whole storage, which tensors may share, is held against its checksum. */
function readView(
  open: OpenFile,
  name: string,
  view: TensorReference,
  entry: ZipEntry,
  checks: EntryChecks,
): NamedArray {
  const { shape, strides, offset, storage } = view;
  const { type } = storage;
  if (!elementTypes[type]!.float)
    throw new AppError(
      'malformed_file',
      `Tensor "${name}" in ${open.file} has element type ${type}; readable are ${readableTypes.join(', ')}.`,
      { details: { name, type } },
    );
  const count = reach(view) - offset;
  const isWhole = offset === 0 && count === storage.count;
  if (!isWhole) checks.check(entry);
  const check = checks.begin(entry);
  const at = entry.start + offset * elementTypes[type]!.bytes;
  const spanned = readFloats(open, type, at, count, check?.add);
  check?.end();
  return { shape, data: isRowMajor(shape, strides) ? spanned : inRowOrder(spanned, shape, strides) };
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}

/** Values of a transposed or otherwise strided view, row by row. */
function inRowOrder(values: Float32Array, shape: readonly number[], strides: readonly number[]): Float32Array {
  const ordered = new Float32Array(valueCount(shape));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < ordered.length; to++) {
    ordered[to] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      from += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return ordered;
}
