import { describe, expect, it } from 'vitest';
import { type T5Config, t5ConfigSchema } from '../../../main/models/t5/config.ts';
import { T5 } from '../../../main/models/t5/model.ts';
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../../../main/tensor/backend.ts';
import { paddingBias } from '../../../main/tensor/masks.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../../main/tensor/random.ts';
import { teacherBatch } from '../../../main/training/teacher-batch.ts';
import { allRows, itTakesThreeAsOneByOne, plainly } from '../batch-of-three.ts';
import { worst } from '../nadir-mini/small-model.ts';
import { expectRowsAlone, paddedBatch, type Side } from '../padded-batch.ts';

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

const of = <T>(from: readonly T[], rows: readonly number[]): T[] => rows.map((row) => from[row]!);
const lengthsOf = (from: readonly (readonly number[])[]): number[] => from.map(({ length }) => length);

/** What the encoder makes of texts, and what hides their padding. */
function encoded(model: T5, rows: readonly number[], side: Side) {
  const { tokens, length, mask } = paddedBatch(of(texts, rows), side);
  const bias = paddingBias(mask, rows.length);
  return { memory: model.encode(model.embed(tokens, length), bias, null), bias };
}

function logits(model: T5, rows: readonly number[], side: Side): Tensor2D {
  const { memory, bias } = encoded(model, rows, side);
  const { inputs, length } = teacherBatch(of(captions, rows), special);
  return model.logits(memory, bias, inputs, length, null);
}

// Only distances matter to T5, so that padding may stand on either side of a text.
describe.each(['right', 'left'] as const)('texts padded on the %s', (side) => {
  describe.each(Object.keys(models))('T5 (%s)', (name) => {
    const make = (): T5 => new T5(models[name]!, models[name]!.tie_word_embeddings, new Random(4));

    itTakesThreeAsOneByOne<T5>({
      make,
      outputs: (model, rows) => logits(model, rows, side),
      lengths: lengthsOf(captions),
      loss: (model, rows) => {
        const { labels, weights } = teacherBatch(of(captions, rows), special);
        return weightedCrossEntropy(logits(model, rows, side), labels, weights);
      },
      tokens: lengthsOf(captions),
      begin: (model, rows) => {
        const { memory, bias } = tf.tidy(() => encoded(model, rows, side));
        const begin = (given: Tensor, sequences: number) => model.begin(given, bias as Tensor4D | undefined, sequences);
        return { writer: { vocabularySize: model.config.vocab_size, special, begin }, memory, others: [bias] };
      },
    });

    it('the encoder makes of each text what it makes of it alone; padding that is not hidden would show', () => {
      const model = make();
      const states = (rows: readonly number[]): Float32Array => plainly(() => encoded(model, rows, side).memory);
      const together = states(allRows);
      expectRowsAlone(
        together,
        allRows.map((row) => states([row])),
        lengthsOf(texts),
        side,
      );
      const { tokens, length } = paddedBatch(texts, side);
      const seen = plainly(() => model.encode(model.embed(tokens, length), undefined, null));
      expect(worst(seen, together)).toBeGreaterThan(1e-2);
      model.dispose();
    });
  });
});
