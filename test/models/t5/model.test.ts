import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type T5Config, t5ConfigSchema } from '../../../main/models/t5/config.ts';
import { T5 } from '../../../main/models/t5/model.ts';
import { type Scalar, type Tensor, type Tensor4D, tf } from '../../../main/tensor/backend.ts';
import { paddingBias } from '../../../main/tensor/masks.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../../main/tensor/random.ts';
import { teacherBatch } from '../../../main/training/teacher-batch.ts';
import { expectNothingLeft } from '../left-over.ts';
import { expectLossOfRows, expectRowsAlone, paddedBatch, type Side } from '../padded-batch.ts';
import { type Begun, expectSameWriting } from '../same-writing.ts';

const flan = {
  vocab_size: 30,
  d_model: 12,
  d_kv: 5,
  d_ff: 16,
  num_layers: 2,
  num_decoder_layers: 3,
  num_heads: 3,
  relative_attention_num_buckets: 8,
  relative_attention_max_distance: 12,
  feed_forward_proj: 'gated-gelu',
  tie_word_embeddings: false,
};
const models: Readonly<Record<string, T5Config>> = {
  'FLAN, gated and with a head of its own': t5ConfigSchema.parse(flan),
  'v1.0, ReLU and tied': t5ConfigSchema.parse({ ...flan, feed_forward_proj: 'relu', tie_word_embeddings: true }),
};

const texts = [
  [5, 9, 17, 3, 8, 22, 4],
  [14, 6],
  [11, 3, 25, 27],
];
const captions = [[4, 8, 1], [9, 21, 4, 17, 6, 1], [1]];
const special = { padding: 0, start: 0, end: 1, forbidden: [0] };

/** What the encoder makes of texts, and what hides their padding. */
function encoded(model: T5, rows: readonly (readonly number[])[], side: Side) {
  const { tokens, length, mask } = paddedBatch(rows, side);
  const bias = paddingBias(mask, rows.length);
  return { memory: model.encode(model.embed(tokens, length), bias, null), bias };
}

function lossOf(model: T5, rows: readonly number[], side: Side): Scalar {
  const { memory, bias } = encoded(
    model,
    rows.map((row) => texts[row]!),
    side,
  );
  const batch = teacherBatch(
    rows.map((row) => captions[row]!),
    special,
  );
  return weightedCrossEntropy(
    model.logits(memory, bias, batch.inputs, batch.length, null),
    batch.labels,
    batch.weights,
  );
}

function begun(model: T5, rows: readonly (readonly number[])[], side: Side): Begun {
  const { memory, bias } = tf.tidy(() => encoded(model, rows, side));
  const begin = (given: Tensor, sequences: number) => model.begin(given, bias as Tensor4D | undefined, sequences);
  return { writer: { vocabularySize: model.config.vocab_size, special, begin }, memory, others: [bias] };
}

describe.each(Object.keys(models))('T5 (%s)', (name) => {
  const make = (): T5 => new T5(models[name]!, models[name]!.tie_word_embeddings, new Random(4));
  let model: T5;
  beforeAll(() => {
    model = make();
  });
  afterAll(() => model.dispose());
  const plain = (of: () => Tensor): Float32Array => tf.tidy(() => of().dataSync().slice() as Float32Array);

  // Only distances matter to T5, so that padding may stand on either side.
  describe.each(['right', 'left'] as const)(
    'padded on the %s: a batch of three equals three batches of one',
    (side) => {
      it('in what the encoder makes of each text', () => {
        const states = (rows: typeof texts): Float32Array => plain(() => encoded(model, rows, side).memory);
        const alone = texts.map((text) => states([text]));
        expectRowsAlone(
          states(texts),
          alone,
          texts.map(({ length }) => length),
          { side },
        );
      });

      it('in the logits of captions of several lengths', () => {
        const logits = (rows: readonly number[]): Float32Array => {
          const shown = teacherBatch(
            rows.map((row) => captions[row]!),
            special,
          );
          return plain(() => {
            const { memory, bias } = encoded(
              model,
              rows.map((row) => texts[row]!),
              side,
            );
            return model.logits(memory, bias, shown.inputs, shown.length, null);
          });
        };
        const alone = texts.map((_, row) => logits([row]));
        expectRowsAlone(
          logits([0, 1, 2]),
          alone,
          captions.map(({ length }) => length),
        );
      });

      it('in the loss and every gradient', () => {
        const alone = texts.map((_, row) => ({
          loss: () => lossOf(model, [row], side),
          tokens: captions[row]!.length,
        }));
        expectLossOfRows(model, () => lossOf(model, [0, 1, 2], side), alone);
      });

      it('in greedy, beam-searched and drawn sequences, their scores and ln p', () => {
        expectSameWriting(
          begun(model, texts, side),
          texts.map((text) => begun(model, [text], side)),
        );
      });
    },
  );

  it('padding that is not hidden would show', () => {
    const { tokens, length } = paddedBatch(texts, 'right');
    const seen = plain(() => model.encode(model.embed(tokens, length), undefined, null));
    const hidden = plain(() => encoded(model, texts, 'right').memory);
    expect(seen).not.toEqual(hidden);
  });

  it('no use of it leaves tensors behind', () => {
    expectNothingLeft({
      make,
      forward: (one) => encoded(one, texts, 'right').memory,
      loss: (one) => lossOf(one, [0, 1, 2], 'right'),
      begin: (one) => begun(one, texts, 'right'),
    });
  });
});
