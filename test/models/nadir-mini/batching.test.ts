import { describe } from 'vitest';
import type { NadirMini } from '../../../main/models/nadir-mini/model.ts';
import { type Tensor, tf } from '../../../main/tensor/backend.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { teacherBatch } from '../../../main/training/teacher-batch.ts';
import { itTakesThreeAsOneByOne } from '../batch-of-three.ts';
import { features, smallModel } from './small-model.ts';

const captions = [
  [4, 8, 6, 2],
  [9, 10, 4, 7, 6, 5, 2],
  [5, 2],
];
const lengths = captions.map(({ length }) => length);
const batchOf = (model: NadirMini, rows: readonly number[]) =>
  teacherBatch(
    rows.map((row) => captions[row]!),
    model.special,
  );
const remembered = (model: NadirMini, rows: readonly number[]): Tensor =>
  model.encode(tf.gather(features(3), [...rows]), null);

describe('nadir-mini, with captions of several lengths', () => {
  const logits = (model: NadirMini, rows: readonly number[]) => {
    const { inputs, length } = batchOf(model, rows);
    return model.logits(remembered(model, rows), inputs, length, null);
  };
  itTakesThreeAsOneByOne<NadirMini>({
    make: () => smallModel(),
    outputs: logits,
    lengths,
    loss: (model, rows) => {
      const { labels, weights } = batchOf(model, rows);
      return weightedCrossEntropy(logits(model, rows), labels, weights);
    },
    tokens: lengths,
    begin: (model, rows) => ({ writer: model, memory: tf.tidy(() => remembered(model, rows)) }),
  });
});
