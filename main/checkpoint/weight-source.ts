import { AppError } from '../errors/app-error.ts';
import { quoted } from '../errors/quoted.ts';
import type { NamedArray } from '../tensor/state-dict.ts';

/** A tensor as its file describes it, before its values are read. `type` is spelled as safetensors does: "BF16". */
export interface TensorInfo {
  readonly type: string;
  readonly shape: readonly number[];
  /** Its name in the file, if that differs from its name here. */
  readonly writtenAs?: string;
}

/**
 * Weights on disk, read tensor by tensor: whoever loads a model holds its weights once and never a second copy. One
 * interface for safetensors, sharded folders, `.pth` files, and one of these over another.
 */
export interface WeightSource {
  /** The file or folder, as messages name it. */
  readonly origin: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** Values widened to float32. Throws `malformed_file` for a name that is not there or a type that is not a float. */
  read(name: string): NamedArray;
  /** Closes the files behind it. Reading afterwards is an error. */
  close(): void;
}

/** Number of values of a shape: `[2, 3]` has 6, `[]` has 1. Beyond 2^53 it is not exact, and then above any file's size. */
export const valueCount = (shape: readonly number[]): number =>
  shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);

const longestName = 1000;
/** As many as torch allows. */
const mostAxes = 64;

/** Throws `malformed_file` for names and shapes that no tensor has, however their file came to hold them. */
export function refuseOddTensor(name: string, shape: readonly number[], file: string): void {
  if (name.length > longestName)
    throw new AppError('malformed_file', `${file} is damaged: a tensor in it has a name of ${name.length} characters.`);
  if (shape.length > mostAxes)
    throw new AppError('malformed_file', `${file} is damaged: tensor ${quoted(name)} has ${shape.length} axes.`);
}

/** Looks up a tensor of `source`. Throws `malformed_file` naming both. */
export function tensorInfo(source: Pick<WeightSource, 'origin' | 'tensors'>, name: string): TensorInfo {
  const info = source.tensors.get(name);
  if (info) return info;
  throw new AppError('malformed_file', `${source.origin} holds no tensor "${name}".`, { details: { name } });
}

/**
 * The weights of `base` with those of `top` in their place: a fine-tuned checkpoint holds only what training changed.
 * Throws `malformed_file` naming every tensor of `top` that `base` lacks or has in another shape. Closing closes both.
 */
export function laidOver(base: WeightSource, top: WeightSource): WeightSource {
  const faults = [...top.tensors].flatMap(([name, { shape, writtenAs }]) => {
    const below = base.tensors.get(name);
    if (below?.shape.join() === shape.join()) return [];
    const shown = writtenAs === undefined ? `"${name}"` : `"${writtenAs}" ("${below?.writtenAs ?? name}" there)`;
    if (!below) return [`${shown} is not in it`];
    return [`${shown} is [${below.shape.join(', ')}] in it and [${shape.join(', ')}] here`];
  });
  if (faults.length > 0)
    throw new AppError(
      'malformed_file',
      `${top.origin} does not belong to ${base.origin}: ${faults.slice(0, 5).join('; ')}` +
        `${faults.length > 5 ? `; and ${faults.length - 5} more` : ''}.`,
      { details: { faults } },
    );
  return {
    origin: `${base.origin} with ${top.origin} over it`,
    metadata: { ...base.metadata, ...top.metadata },
    tensors: new Map([...base.tensors, ...top.tensors]),
    read: (name) => (top.tensors.has(name) ? top : base).read(name),
    close() {
      base.close();
      top.close();
    },
  };
}
