import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llamaConfigSchema } from '../../../main/models/llama/config.ts';
import { countedPositions, Llama } from '../../../main/models/llama/model.ts';
import { type Scalar, type Tensor, tf } from '../../../main/tensor/backend.ts';
import { ignoredLabel, meanCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../../main/tensor/random.ts';
import { expectNothingLeft } from '../left-over.ts';
import { worst } from '../nadir-mini/small-model.ts';
import { expectLossOfRows, expectRowsAlone, paddedBatch, type Side } from '../padded-batch.ts';
import { type Begun, expectSameWriting } from '../same-writing.ts';

const grouped = {
  vocab_size: 30,
  hidden_size: 16,
  intermediate_size: 20,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  tie_word_embeddings: false,
};
const models = {
  'grouped key heads and a head of its own': llamaConfigSchema.parse(grouped),
  'a key head for each query head, tied': llamaConfigSchema.parse({
    ...grouped,
    num_key_value_heads: null,
    tie_word_embeddings: true,
    rope_scaling: { type: 'linear', factor: 2 },
  }),
};

const texts = [
  [5, 9, 17, 3, 8, 22, 4],
  [14, 6],
  [11, 3, 25, 27],
];
const special = { padding: 0, start: 7, end: 2, forbidden: [0] };

function hiddenOf(model: Llama, rows: readonly (readonly number[])[], side: Side): Tensor {
  const { tokens, length, mask } = paddedBatch(rows, side);
  const seen = Uint8Array.from(mask);
  const places = { positions: countedPositions(seen, length), mask: seen };
  return model.apply(model.embed(tokens, length), places, null).hidden;
}

/** Each word foretells the next; padding foretells nothing and is not foretold. */
function lossOf(model: Llama, rows: readonly (readonly number[])[], side: Side): Scalar {
  const next = rows.map((row) => [...row.slice(1), ignoredLabel]);
  return meanCrossEntropy(model.words(hiddenOf(model, rows, side)), paddedBatch(next, side, ignoredLabel).tokens);
}

function begun(model: Llama, rows: readonly (readonly number[])[], side: Side): Begun {
  const { tokens, length, mask } = paddedBatch(rows, side);
  const memory = tf.tidy(() => model.embed(tokens, length));
  const begin = (given: Tensor, sequences: number) => model.begin(given, mask, sequences);
  return { writer: { vocabularySize: model.config.vocab_size, special, begin }, memory };
}

describe.each(Object.keys(models) as (keyof typeof models)[])('Llama with %s', (name) => {
  const make = (): Llama => new Llama(models[name], new Random(4));
  let model: Llama;
  beforeAll(() => {
    model = make();
  });
  afterAll(() => model.dispose());
  const plain = (of: () => Tensor): Float32Array => tf.tidy(() => of().dataSync().slice() as Float32Array);
  const lengths = texts.map(({ length }) => length);

  describe.each(['left', 'right'] as const)(
    'padded on the %s: a batch of three equals three batches of one',
    (side) => {
      it('in hidden states and logits', () => {
        const states = (rows: typeof texts): Float32Array => plain(() => hiddenOf(model, rows, side));
        expectRowsAlone(
          states(texts),
          texts.map((text) => states([text])),
          lengths,
          { side },
        );
        const logits = (rows: typeof texts): Float32Array => plain(() => model.words(hiddenOf(model, rows, side)));
        expectRowsAlone(
          logits(texts),
          texts.map((text) => logits([text])),
          lengths,
          { side },
        );
      });

      it('in the loss and every gradient', () => {
        const alone = texts.map((text) => ({ loss: () => lossOf(model, [text], side), tokens: text.length - 1 }));
        expectLossOfRows(model, () => lossOf(model, texts, side), alone);
      });

      it('in greedy, beam-searched and drawn sequences, their scores and ln p', () => {
        expectSameWriting(
          begun(model, texts, side),
          texts.map((text) => begun(model, [text], side)),
        );
      });
    },
  );

  it('padding that is not hidden would show where it stands before a text; behind one it cannot be seen', () => {
    const seen = (side: Side): Float32Array => {
      const { tokens, length } = paddedBatch(texts, side);
      const positions = Int32Array.from(tokens, (_, at) => at % length);
      return plain(() => model.apply(model.embed(tokens, length), { positions, mask: null }, null).hidden);
    };
    // The last place of the last text, and the first two of the second, which is two words long.
    const last = (values: Float32Array): Float32Array => values.slice(-16);
    expect(worst(last(seen('left')), last(plain(() => hiddenOf(model, texts, 'left'))))).toBeGreaterThan(1e-3);
    const second = (values: Float32Array): Float32Array => values.slice(7 * 16, 9 * 16);
    expect(worst(second(seen('right')), second(plain(() => hiddenOf(model, texts, 'right'))))).toBeLessThan(1e-5);
  });

  it('no use of it leaves tensors behind', () => {
    expectNothingLeft({
      make,
      forward: (one) => hiddenOf(one, texts, 'left'),
      loss: (one) => lossOf(one, texts, 'left'),
      begin: (one) => begun(one, texts, 'left'),
    });
  });
});
