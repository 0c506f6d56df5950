import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Blip } from '../../../main/models/blip/model.ts';
import { type Scalar, type Tensor, type Tensor4D, tf } from '../../../main/tensor/backend.ts';
import { paddingBias } from '../../../main/tensor/masks.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { teacherBatch } from '../../../main/training/teacher-batch.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { expectNothingLeft } from '../left-over.ts';
import { expectLossOfRows, expectRowsAlone } from '../padded-batch.ts';
import { type Begun, expectSameWriting } from '../same-writing.ts';
import { smallBlip } from '../small-published.ts';

const all = [0, 1, 2];
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

function logits(model: Blip, rows: readonly number[]) {
  const { inputs, length, weights } = batchOf(rows);
  return model.logits(see(model, rows), inputs, length, null, paddingBias(weights, rows.length));
}

function lossOf(model: Blip, rows: readonly number[]): Scalar {
  const { labels, weights } = batchOf(rows);
  return weightedCrossEntropy(logits(model, rows), labels, weights);
}

function begun(model: Blip, rows: readonly number[]): Begun {
  const begin = (memory: Tensor, sequences: number) => model.decoder.begin(memory, sequences);
  return { writer: { vocabularySize: 36, special, begin }, memory: tf.tidy(() => see(model, rows)) };
}

describe('BLIP, from pixels, with captions of several lengths', () => {
  let model: Blip;
  beforeAll(() => {
    model = smallBlip();
  });
  afterAll(() => model.dispose());

  it('a batch of three has the logits of three batches of one', () => {
    const of = (rows: readonly number[]): Float32Array =>
      tf.tidy(() => logits(model, rows).dataSync().slice() as Float32Array);
    expectRowsAlone(
      of(all),
      all.map((row) => of([row])),
      lengths,
    );
  });

  it('and their loss, and every gradient down to the patches', () => {
    expect(model.trainableParameters().has('vision.patch.weight')).toBe(true);
    const alone = all.map((row) => ({ loss: () => lossOf(model, [row]), tokens: lengths[row]! }));
    expectLossOfRows(model, () => lossOf(model, all), alone);
  });

  it('and writes what they write: greedily, by beam search and drawn, with the same scores and ln p', () => {
    expectSameWriting(
      begun(model, all),
      all.map((row) => begun(model, [row])),
    );
  });

  it('no use of it leaves tensors behind', () => {
    expectNothingLeft({
      make: smallBlip,
      forward: (one) => logits(one, all),
      loss: (one) => lossOf(one, all),
      begin: (one) => begun(one, all),
    });
  });
});
