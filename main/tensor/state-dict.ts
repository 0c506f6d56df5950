/** A tensor in plain memory, always 32-bit: row-major `data` of the product of `shape` values. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The weights of a model by name, as they stand in a checkpoint. */
export type StateDict = ReadonlyMap<string, NamedArray>;

/** The part of `state` whose names start with `prefix`, without it. */
export function withoutPrefix(state: StateDict, prefix: string): StateDict {
  return new Map(
    [...state].filter(([name]) => name.startsWith(prefix)).map(([name, array]) => [name.slice(prefix.length), array]),
  );
}
