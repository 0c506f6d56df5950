import { describe, expect, it } from 'vitest';
import { vitConfigSchema } from '../../../main/models/vit/config.ts';
import { Vit } from '../../../main/models/vit/model.ts';
import { type Scalar, type Tensor4D, tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { allRows, itTakesThreeAsOneByOne } from '../batch-of-three.ts';
import { expectSameGradients, gradientsOf } from '../padded-batch.ts';

const config = vitConfigSchema.parse({
  hidden_size: 12,
  intermediate_size: 20,
  num_hidden_layers: 3,
  num_attention_heads: 3,
  image_size: 12,
  patch_size: 4,
});
const make = (): Vit => new Vit(config, new Random(4));
/** Three images, or one of them. */
const images = (rows: readonly number[]): Tensor4D =>
  tf.gather(tf.mul(values([3, 12, 12, 3], 8), 2), [...rows]) as Tensor4D;
/** A mean over the images' tokens that differs from channel to channel and bends. */
const lossOf = (model: Vit, rows: readonly number[]): Scalar =>
  tf.mean(tf.square(tf.sub(model.apply(images(rows)), values([10, 12], 9)))) as Scalar;

describe.each([false, true])('a vision transformer, its blocks recomputed: %s', (checkpointing) => {
  itTakesThreeAsOneByOne<Vit>({
    make: () => Object.assign(make(), { checkpointing }),
    outputs: (model, rows) => model.apply(images(rows)),
    lengths: [10, 10, 10],
    loss: lossOf,
    tokens: [10, 10, 10],
  });
});

it('recomputed blocks give the same gradients', () => {
  const model = make();
  const kept = gradientsOf(model, () => lossOf(model, allRows));
  model.checkpointing = true;
  const recomputed = gradientsOf(model, () => lossOf(model, allRows));
  expect(recomputed.value).toBeCloseTo(kept.value, 5);
  expectSameGradients(recomputed.gradients, kept.gradients);
  model.dispose();
});
