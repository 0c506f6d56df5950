import { describe, expect, it } from 'vitest';
import { llamaConfigSchema } from '../../../main/models/llama/config.ts';
import { countedPositions, Llama } from '../../../main/models/llama/model.ts';
import { type Tensor, tf } from '../../../main/tensor/backend.ts';
import { ignoredLabel, meanCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../../main/tensor/random.ts';
import { allRows, itTakesThreeAsOneByOne, plainly } from '../batch-of-three.ts';
import { worst } from '../nadir-mini/small-model.ts';
import { paddedBatch, type Side } from '../padded-batch.ts';

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
const lengths = texts.map(({ length }) => length);
const batchOf = (rows: readonly number[], side: Side) =>
  paddedBatch(
    rows.map((row) => texts[row]!),
    side,
  );
const special = { padding: 0, start: 7, end: 2, forbidden: [0] };

const width = 16;

function hiddenOf(model: Llama, rows: readonly number[], side: Side): Tensor {
  const { tokens, length, mask } = batchOf(rows, side);
  const places = { positions: countedPositions(mask, length), mask };
  return model.apply(model.embed(tokens, length), places, null).hidden;
}

describe.each(['left', 'right'] as const)('texts padded on the %s', (side) => {
  describe.each(Object.keys(models) as (keyof typeof models)[])('Llama with %s', (name) => {
    itTakesThreeAsOneByOne<Llama>({
      make: () => new Llama(models[name], new Random(4)),
      // Logits and, behind them, the hidden states that they were made of.
      outputs: (model, rows) => {
        const hidden = hiddenOf(model, rows, side);
        return tf.concat([tf.reshape(model.words(hidden), [...hidden.shape.slice(0, 2), -1]), hidden], 2);
      },
      lengths,
      side,
      // Each word foretells the next; padding foretells nothing and is not foretold.
      loss: (model, rows) => {
        const next = rows.map((row) => [...texts[row]!.slice(1), ignoredLabel]);
        return meanCrossEntropy(model.words(hiddenOf(model, rows, side)), paddedBatch(next, side, ignoredLabel).tokens);
      },
      tokens: lengths.map((length) => length - 1),
      begin: (model, rows) => {
        const { tokens, length, mask } = batchOf(rows, side);
        const begin = (given: Tensor, sequences: number) => model.begin(given, mask, sequences);
        return {
          writer: { vocabularySize: model.config.vocab_size, special, begin },
          memory: tf.tidy(() => model.embed(tokens, length)),
        };
      },
    });
  });
});

it('padding that is not hidden would show where it stands before a text; behind one it cannot be seen', () => {
  const model = new Llama(Object.values(models)[0]!, new Random(4));
  const seen = (side: Side): Float32Array => {
    const { tokens, length } = batchOf(allRows, side);
    const positions = Int32Array.from(tokens, (_, at) => at % length);
    return plainly(() => model.apply(model.embed(tokens, length), { positions, mask: null }, null).hidden);
  };
  const hidden = (side: Side): Float32Array => plainly(() => hiddenOf(model, allRows, side));
  // The last place of the last text, and the first two of the second, which is two words long.
  const last = (values: Float32Array): Float32Array => values.slice(-width);
  expect(worst(last(seen('left')), last(hidden('left')))).toBeGreaterThan(1e-3);
  const second = (values: Float32Array): Float32Array => values.slice(7 * width, 9 * width);
  expect(worst(second(seen('right')), second(hidden('right')))).toBeLessThan(1e-5);
  model.dispose();
});
