import type { PaddedTokens } from '../../main/models/instructblip/model.ts';
import { type Tensor4D, tf } from '../../main/tensor/backend.ts';
import type { FixtureTensor } from './fixture.ts';

/** Pixels of the reference, [B, 3, size, size], as the models here take them: float32[B, size, size, 3]. */
export function pixels({ shape, data }: FixtureTensor): Tensor4D {
  return tf.transpose(tf.tensor4d(data, shape as [number, number, number, number]), [0, 2, 3, 1]);
}

/** Token ids and their mask. */
export function padded(tokens: FixtureTensor, mask: FixtureTensor): PaddedTokens {
  return { tokens: tokens.data as Int32Array, length: tokens.shape[1]!, mask: mask.data };
}

/** Labels one place later behind the start token, ignored ones as padding: what a decoder is shown. */
export function shiftedRight(labels: FixtureTensor, start: number, padding: number): Int32Array {
  const length = labels.shape[1]!;
  return Int32Array.from(labels.data, (_, at) => {
    if (at % length === 0) return start;
    const previous = labels.data[at - 1]!;
    return previous < 0 ? padding : previous;
  });
}

/** The rows of a tensor one by one, each a batch of one. */
export function rowsOf<T extends FixtureTensor>({ shape, data }: T): FixtureTensor[] {
  const size = data.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, row) => ({
    shape: [1, ...shape.slice(1)],
    data: data.slice(row * size, (row + 1) * size),
  }));
}
