import { afterAll, beforeAll, describe, it } from 'vitest';
import { BertDecoder } from '../../../main/models/bert/decoder.ts';
import { type Scalar, type Tensor, tf } from '../../../main/tensor/backend.ts';
import { paddingBias } from '../../../main/tensor/masks.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../../main/tensor/random.ts';
import { teacherBatch } from '../../../main/training/teacher-batch.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { expectNothingLeft } from '../left-over.ts';
import { expectLossOfRows, expectRowsAlone } from '../padded-batch.ts';
import { type Begun, expectSameWriting } from '../same-writing.ts';

const make = (): BertDecoder =>
  new BertDecoder(
    {
      vocabularySize: 30,
      positions: 20,
      width: 12,
      layers: 2,
      heads: 3,
      feedForwardWidth: 16,
      activation: 'gelu',
      memoryWidth: 10,
      epsilon: 1e-12,
    },
    new Random(4),
  );

const special = { padding: 0, start: 3, end: 2, forbidden: [0, 3] };
const captions = [
  [14, 8, 22, 2],
  [9, 21, 4, 17, 6, 11, 2],
  [25, 2],
];
const lengths = captions.map(({ length }) => length);
/** Tokens of three images, or of one of them. */
const images = (rows: readonly number[]): Tensor => tf.gather(tf.mul(values([3, 5, 10], 8), 3), [...rows]);

/** `isHidden` says whether padding is hidden by a mask too, as the published model's mask does; being causal suffices. */
function logits(model: BertDecoder, rows: readonly number[], isHidden: boolean): Tensor {
  const { inputs, length, weights } = teacherBatch(
    rows.map((row) => captions[row]!),
    special,
  );
  const mask = isHidden ? paddingBias(weights, rows.length) : undefined;
  return model.apply(inputs, length, model.start(images(rows)), null, mask).logits;
}

function lossOf(model: BertDecoder, rows: readonly number[], isHidden: boolean): Scalar {
  const { labels, weights } = teacherBatch(
    rows.map((row) => captions[row]!),
    special,
  );
  return weightedCrossEntropy(logits(model, rows, isHidden) as never, labels, weights);
}

function begun(model: BertDecoder, rows: readonly number[]): Begun {
  const begin = (memory: Tensor, sequences: number) => model.begin(memory, sequences);
  return { writer: { vocabularySize: 30, special, begin }, memory: tf.tidy(() => images(rows)) };
}

let model: BertDecoder;
beforeAll(() => {
  model = make();
});
afterAll(() => model.dispose());

describe.each([true, false])(
  'BERT as a decoder, padding masked: %s; a batch of three equals three batches of one',
  (isHidden) => {
    it('in the logits of captions of several lengths', () => {
      const of = (rows: readonly number[]): Float32Array =>
        tf.tidy(() => logits(model, rows, isHidden).dataSync().slice() as Float32Array);
      expectRowsAlone(
        of([0, 1, 2]),
        [0, 1, 2].map((row) => of([row])),
        lengths,
      );
    });

    it('in the loss and every gradient', () => {
      const alone = captions.map((_, row) => ({ loss: () => lossOf(model, [row], isHidden), tokens: lengths[row]! }));
      expectLossOfRows(model, () => lossOf(model, [0, 1, 2], isHidden), alone);
    });
  },
);

it('a batch of three writes what three batches of one write, with the same scores and ln p', () => {
  expectSameWriting(
    begun(model, [0, 1, 2]),
    [0, 1, 2].map((row) => begun(model, [row])),
  );
});

it('no use of it leaves tensors behind', () => {
  expectNothingLeft({
    make,
    forward: (one) => logits(one, [0, 1, 2], true),
    loss: (one) => lossOf(one, [0, 1, 2], true),
    begin: (one) => begun(one, [0, 1, 2]),
  });
});
