import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NadirMini } from '../../../main/models/nadir-mini/model.ts';
import { type Scalar, type Tensor, tf } from '../../../main/tensor/backend.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { teacherBatch } from '../../../main/training/teacher-batch.ts';
import { expectNothingLeft } from '../left-over.ts';
import { expectLossOfRows, expectRowsAlone } from '../padded-batch.ts';
import { type Begun, expectSameWriting } from '../same-writing.ts';
import { features, smallModel } from './small-model.ts';

const all = [0, 1, 2];
const captions = [
  [4, 8, 6, 2],
  [9, 10, 4, 7, 6, 5, 2],
  [5, 2],
];
const lengths = captions.map(({ length }) => length);
const imagesOf = (rows: readonly number[]): Tensor => tf.gather(features(3), [...rows]);

function logits(model: NadirMini, rows: readonly number[]) {
  const { inputs, length } = teacherBatch(
    rows.map((row) => captions[row]!),
    model.special,
  );
  return model.logits(model.encode(imagesOf(rows), null), inputs, length, null);
}

function lossOf(model: NadirMini, rows: readonly number[]): Scalar {
  const { labels, weights } = teacherBatch(
    rows.map((row) => captions[row]!),
    model.special,
  );
  return weightedCrossEntropy(logits(model, rows), labels, weights);
}

const begun = (model: NadirMini, rows: readonly number[]): Begun => ({
  writer: model,
  memory: tf.tidy(() => model.encode(imagesOf(rows), null)),
});

let model: NadirMini;
beforeAll(() => {
  model = smallModel();
});
afterAll(() => model.dispose());

it('a batch of three with captions of several lengths has the logits of three batches of one', () => {
  const of = (rows: readonly number[]): Float32Array =>
    tf.tidy(() => logits(model, rows).dataSync().slice() as Float32Array);
  expectRowsAlone(
    of(all),
    all.map((row) => of([row])),
    lengths,
  );
});

it('and their loss and every gradient', () => {
  expect(model.trainableParameters().size).toBeGreaterThan(50);
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
    make: () => smallModel(),
    forward: (one) => logits(one, all),
    loss: (one) => lossOf(one, all),
    begin: (one) => begun(one, all),
  });
});
