import { describe } from 'vitest';
import type { Blip } from '../../../main/models/blip/model.ts';
import { type Tensor, type Tensor4D, tf } from '../../../main/tensor/backend.ts';
import { paddingBias } from '../../../main/tensor/masks.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { teacherBatch } from '../../../main/training/teacher-batch.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { itTakesThreeAsOneByOne } from '../batch-of-three.ts';
import { smallBlip } from '../small-published.ts';

const special = { padding: 0, start: 3, end: 2, forbidden: [0, 3] };
const captions = [
  [14, 8, 22, 2],
  [9, 21, 4, 17, 6, 11, 2],
  [25, 2],
];
const lengths = captions.map(({ length }) => length);
const batchOf = (rows: readonly number[]) =>
  teacherBatch(
    rows.map((row) => captions[row]!),
    special,
  );

const see = (model: Blip, rows: readonly number[]): Tensor =>
  model.vision.apply(tf.gather(tf.mul(values([3, 8, 8, 3], 8), 2), [...rows]) as Tensor4D);
const logits = (model: Blip, rows: readonly number[]) => {
  const { inputs, length, weights } = batchOf(rows);
  return model.logits(see(model, rows), inputs, length, null, { mask: paddingBias(weights, rows.length) });
};

// All of it is trained here, the vision transformer too: gradients are compared down to the patches.
describe('BLIP, from pixels, with captions of several lengths', () => {
  itTakesThreeAsOneByOne<Blip>({
    make: smallBlip,
    outputs: logits,
    lengths,
    loss: (model, rows) => {
      const { labels, weights } = batchOf(rows);
      return weightedCrossEntropy(logits(model, rows), labels, weights);
    },
    tokens: lengths,
    begin: (model, rows) => ({
      writer: {
        vocabularySize: 36,
        special,
        begin: (memory, sequences) => model.decoder.begin(memory, sequences),
      },
      memory: tf.tidy(() => see(model, rows)),
    }),
  });
});
