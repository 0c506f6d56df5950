import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QFormerConfig } from '../../../main/models/qformer/config.ts';
import { type Instruction, QFormer } from '../../../main/models/qformer/model.ts';
import { type Scalar, type Tensor, tf } from '../../../main/tensor/backend.ts';
import { paddingBias } from '../../../main/tensor/masks.ts';
import { Random } from '../../../main/tensor/random.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { expectNothingLeft } from '../left-over.ts';
import { expectLossOfRows, expectRowsAlone, paddedBatch } from '../padded-batch.ts';

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

const all = [0, 1, 2];
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

describe.each(Object.keys(configs))('a Q-Former %s', (name) => {
  const config = configs[name]!;
  const make = (): QFormer => new QFormer(config, new Random(4));
  let model: QFormer;
  beforeAll(() => {
    model = make();
  });
  afterAll(() => model.dispose());
  const asked = (rows: readonly number[]): Instruction | null => (config.instruction ? instruction(rows) : null);
  const lossOf = (of: QFormer, rows: readonly number[]): Scalar =>
    tf.mean(tf.square(tf.sub(of.apply(images(rows), null, asked(rows)), values([queries, 8], 9)))) as Scalar;

  it('gives three images with instructions of several lengths what it gives each alone', () => {
    const read = (rows: readonly number[]): Float32Array =>
      tf.tidy(() => model.applyWhole(images(rows), null, asked(rows)).dataSync().slice() as Float32Array);
    const lengths = config.instruction ? instructions.map(({ length }) => length) : [0, 0, 0];
    const alone = all.map((row) => read([row]));
    expectRowsAlone(read(all), alone, lengths, { before: queries });
  });

  it('has the loss and every gradient of three batches of one', () => {
    const alone = all.map((row) => ({ loss: () => lossOf(model, [row]), tokens: queries }));
    expectLossOfRows(model, () => lossOf(model, all), alone);
  });

  it('leaves no tensors behind, however it is used', () => {
    expectNothingLeft({
      make,
      forward: (one) => one.apply(images(all), null, asked(all)),
      loss: (one) => lossOf(one, all),
    });
  });
});

it('an instruction that is not hidden where it is padding would show', () => {
  const model = new QFormer(Object.values(configs)[0]!, new Random(4));
  const read = (bias: Instruction['bias']): Float32Array =>
    tf.tidy(
      () =>
        model
          .apply(images(all), null, { ...instruction(all), bias })
          .dataSync()
          .slice() as Float32Array,
    );
  const bias = instruction(all).bias!;
  expect(read(undefined)).not.toEqual(read(bias));
  bias.dispose();
  model.dispose();
});
