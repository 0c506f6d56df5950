import { describe, expect, it } from 'vitest';
import type { QFormerConfig } from '../../../main/models/qformer/config.ts';
import { type Instruction, QFormer } from '../../../main/models/qformer/model.ts';
import { type Scalar, type Tensor, tf } from '../../../main/tensor/backend.ts';
import { paddingBias } from '../../../main/tensor/masks.ts';
import { Random } from '../../../main/tensor/random.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { allRows, itTakesThreeAsOneByOne, plainly } from '../batch-of-three.ts';
import { worst } from '../nadir-mini/small-model.ts';
import { paddedBatch } from '../padded-batch.ts';

const queries = 3;
const plain: QFormerConfig = {
  queries,
  width: 8,
  layers: 3,
  heads: 2,
  feedForwardWidth: 12,
  imageWidth: 10,
  crossAttentionEvery: 2,
  norm: 'after',
  epsilon: 1e-12,
};
const configs: Readonly<Record<string, QFormerConfig>> = {
  'of InstructBLIP, which reads instructions': { ...plain, instruction: { vocabularySize: 30, positions: 12 } },
  'of BLIP-2, which reads none': plain,
  'of nadir-mini, with norms before each part': { ...plain, norm: 'before', crossAttentionEvery: 1, epsilon: 1e-5 },
};

const instructions = [
  [5, 9, 17, 3, 8],
  [14, 6],
  [11, 3, 25],
];
const images = (rows: readonly number[]): Tensor => tf.gather(tf.mul(values([3, 7, 10], 8), 2), [...rows]);

function instruction(rows: readonly number[]): Instruction {
  const { tokens, length, mask } = paddedBatch(
    rows.map((row) => instructions[row]!),
    'right',
  );
  const seen = rows.flatMap((_, row) => [1, 1, 1, ...Array.from(mask).slice(row * length, (row + 1) * length)]);
  return { tokens, length, bias: paddingBias(seen, rows.length) };
}

describe.each(Object.keys(configs))('a Q-Former %s, instructions of several lengths', (name) => {
  const config = configs[name]!;
  const asked = (rows: readonly number[]): Instruction | null => (config.instruction ? instruction(rows) : null);
  const words = config.instruction ? instructions.map(({ length }) => length) : [0, 0, 0];
  itTakesThreeAsOneByOne<QFormer>({
    make: () => new QFormer(config, new Random(4)),
    // Queries and, behind them, words.
    outputs: (model, rows) => model.applyWhole(images(rows), null, asked(rows)),
    lengths: words.map((length) => queries + length),
    loss: (model, rows) =>
      tf.mean(tf.square(tf.sub(model.apply(images(rows), null, asked(rows)), values([queries, 8], 9)))) as Scalar,
    tokens: [queries, queries, queries],
  });
});

it('an instruction that is not hidden where it is padding would show', () => {
  const model = new QFormer(Object.values(configs)[0]!, new Random(4));
  const read = (hides: boolean): Float32Array =>
    plainly(() => {
      const asked = instruction(allRows);
      return model.apply(images(allRows), null, hides ? asked : { ...asked, bias: undefined });
    });
  expect(worst(read(false), read(true))).toBeGreaterThan(1e-3);
  model.dispose();
});
