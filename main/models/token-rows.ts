import { type Tensor, type Tensor2D, tf } from '../tensor/backend.ts';
import { embed } from '../tensor/ops/embedding.ts';

// Axis legend: N sequences, T longest of them, D width.

/** Places n · T + t of all tokens that are not padding, in order. Lengths 2 and 1 of at most 3: 0, 1, 3. */
export function tokenPlaces(lengths: readonly number[], longest: number): Int32Array {
  return Int32Array.from(
    lengths.flatMap((length, sequence) => Array.from({ length }, (_, at) => sequence * longest + at)),
  );
}

/**
 * Hidden states as rows: float32[N, T, D] → float32[N · T, D] or, with the `lengths` of the sequences, only of tokens that
 * are not padding, float32[Σ lengths, D].
 */
export function tokenRows(hidden: Tensor, lengths?: readonly number[]): Tensor2D {
  const rows = (hidden.rank === 2 ? hidden : tf.reshape(hidden, [-1, hidden.shape.at(-1)!])) as Tensor2D;
  if (!lengths) return rows;
  const longest = rows.shape[0] / lengths.length;
  return lengths.every((length) => length === longest) ? rows : embed(rows, tokenPlaces(lengths, longest));
}
