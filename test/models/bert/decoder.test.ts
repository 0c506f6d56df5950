import { describe, expect, it } from 'vitest';
import { greedy } from '../../../main/generation/roll-out.ts';
import { BertDecoder } from '../../../main/models/bert/decoder.ts';
import { type Tensor, tf } from '../../../main/tensor/backend.ts';
import { paddingBias } from '../../../main/tensor/masks.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../../main/tensor/random.ts';
import { teacherBatch } from '../../../main/training/teacher-batch.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { itTakesThreeAsOneByOne } from '../batch-of-three.ts';

const config = {
  vocabularySize: 30,
  positions: 20,
  width: 12,
  layers: 2,
  heads: 3,
  feedForwardWidth: 16,
  activation: 'gelu',
  memoryWidth: 10,
  epsilon: 1e-12,
} as const;

const special = { padding: 0, start: 3, end: 5, forbidden: [0, 3] };
const captions = [
  [14, 8, 22, 5],
  [25, 5],
  [9, 21, 4, 17, 6, 11, 5],
];
const lengths = captions.map(({ length }) => length);
const batchOf = (rows: readonly number[]) =>
  teacherBatch(
    rows.map((row) => captions[row]!),
    special,
  );
/** Tokens of three images, or of some of them. */
const images = (rows: readonly number[]): Tensor => tf.gather(tf.mul(values([3, 5, 10], 8), 3), [...rows]);

describe.each([true, false])('BERT as a decoder, padding hidden by a mask beside the causal one: %s', (isHidden) => {
  const logits = (model: BertDecoder, rows: readonly number[]) => {
    const { inputs, length, weights } = batchOf(rows);
    const mask = isHidden ? paddingBias(weights, rows.length) : undefined;
    return model.apply(inputs, length, model.start(images(rows)), null, { mask }).logits;
  };
  itTakesThreeAsOneByOne<BertDecoder>({
    make: () => new BertDecoder(config, new Random(4)),
    outputs: logits,
    lengths,
    loss: (model, rows) => {
      const { labels, weights } = batchOf(rows);
      return weightedCrossEntropy(logits(model, rows), labels, weights);
    },
    tokens: lengths,
    begin: (model, rows) => ({
      writer: { vocabularySize: 30, special, begin: (memory, sequences) => model.begin(memory, sequences) },
      memory: tf.tidy(() => images(rows)),
    }),
  });
});

it('a caption longer than it has places is refused by number, and what was begun is freed', () => {
  const model = new BertDecoder(config, new Random(4));
  const memory = tf.tidy(() => images([0, 1]));
  const before = tf.memory().numTensors;
  const writer = {
    vocabularySize: 30,
    // Nothing ends: no word is the end.
    special: { ...special, end: 30 },
    begin: (given: Tensor, sequences: number) => model.begin(given, sequences),
  };
  expect(greedy(writer, memory, config.positions).map(({ tokens }) => tokens.length)).toEqual([20, 20]);
  expect(() => greedy(writer, memory, config.positions + 1)).toThrow('The model has 20 places for words, not 21.');
  expect(tf.memory().numTensors).toBe(before);
  memory.dispose();
  model.dispose();
});
