import type { NamedArray } from '../../../main/tensor/state-dict.ts';
import { pickleOf, tensorOf, zipOf } from './archives.ts';

const strides = (shape: readonly number[]): number[] =>
  shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));

/** A `.pth` as torch.save writes `{key: state_dict}`: a storage for each tensor. */
export function torchFileOf(state: ReadonlyMap<string, NamedArray>, key: string): Buffer {
  const entries = [...state];
  const tensors = entries.map(([name, { shape, data }], at) => {
    const description = { count: data.length, shape, strides: strides(shape), key: String(at) };
    return [name, tensorOf(description)] as const;
  });
  // A dict within the other's: without the protocol before it and the stop behind it.
  const inner = pickleOf(tensors).subarray(2, -1);
  return zipOf([
    { name: 'archive/data.pkl', data: pickleOf([[key, inner]]) },
    ...entries.map(([, { data }], at) => ({
      name: `archive/data/${at}`,
      data: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    })),
  ]);
}
