import { type Tensor1D, tf } from '../backend.ts';

// Axis legend: N sequences, B memories, T longest sequence, R rows, H heads.

/** Turns consecutive rows into a batch of entries of equal length for attention, and back. */
export interface HeadLayout {
  readonly batch: number;
  readonly length: number;
  /** For each place in [batch, H, length] the row · H + head that stands there. */
  readonly index: Tensor1D;
  /** For each row and head its place in [batch, H, length]. */
  readonly inverse: Tensor1D;
}

/**
 * Sequences of unequal length without their padding: R rows, one for each token, sequence by sequence, and behind them a
 * spare one that stands for all padding. Nothing may depend on what the spare row becomes: then no gradient reaches it.
 */
export interface PackedRows {
  /** Each sequence is an entry of T places, padded at its end. */
  readonly own: HeadLayout;
  /** All sequences of a memory together are an entry. */
  readonly joined: HeadLayout;
}

/**
 * The layout of N sequences with `lengths` tokens, `sequencesPerMemory` adjacent ones for each memory. At least one must be
 * shorter than `longest`: throws a RangeError where there is no padding.
 */
export function packedRows(
  lengths: readonly number[],
  longest: number,
  { sequencesPerMemory, heads }: { readonly sequencesPerMemory: number; readonly heads: number },
): PackedRows {
  if (lengths.every((length) => length === longest)) throw new RangeError('Rows without padding are not packed.');
  const joined = Array.from({ length: lengths.length / sequencesPerMemory }, (_, memory) =>
    sum(lengths.slice(memory * sequencesPerMemory, (memory + 1) * sequencesPerMemory)),
  );
  const most = Math.max(...joined);
  // The spare row needs a place that is padding.
  const room = joined.every((length) => length === most) ? most + 1 : most;
  return { own: layout(lengths, longest, heads), joined: layout(joined, room, heads) };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function layout(lengths: readonly number[], length: number, heads: number): HeadLayout {
  const spare = sum(lengths);
  const index = new Int32Array(lengths.length * heads * length);
  const inverse = new Int32Array((spare + 1) * heads);
  let first = 0;
  for (const [entry, rows] of lengths.entries()) {
    for (let head = 0; head < heads; head++)
      for (let at = 0; at < length; at++) {
        const place = (entry * heads + head) * length + at;
        const row = at < rows ? first + at : spare;
        index[place] = row * heads + head;
        inverse[row * heads + head] = place;
      }
    first += rows;
  }
  return { batch: lengths.length, length, index: tf.tensor1d(index, 'int32'), inverse: tf.tensor1d(inverse, 'int32') };
}
