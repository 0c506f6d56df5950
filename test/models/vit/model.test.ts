import { afterAll, beforeAll, expect, it } from 'vitest';
import { vitConfigSchema } from '../../../main/models/vit/config.ts';
import { Vit } from '../../../main/models/vit/model.ts';
import { type Scalar, type Tensor4D, tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { expectNothingLeft } from '../left-over.ts';
import { expectLossOfRows, expectRowsAlone, expectSameGradients, gradientsOf } from '../padded-batch.ts';

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
const all = [0, 1, 2];
/** A mean over the images' tokens that differs from channel to channel and bends. */
const lossOf = (model: Vit, rows: readonly number[]): Scalar =>
  tf.mean(tf.square(tf.sub(model.apply(images(rows)), values([10, 12], 9)))) as Scalar;

let model: Vit;
beforeAll(() => {
  model = make();
});
afterAll(() => model.dispose());

it('a batch of three images equals three batches of one, in tokens, loss and every gradient', () => {
  const tokens = (rows: readonly number[]): Float32Array =>
    tf.tidy(() => model.apply(images(rows)).dataSync().slice() as Float32Array);
  expect(tokens(all)).toHaveLength(3 * 10 * 12);
  expectRowsAlone(
    tokens(all),
    all.map((row) => tokens([row])),
    [10, 10, 10],
  );
  const alone = all.map((row) => ({ loss: () => lossOf(model, [row]), tokens: 10 }));
  expectLossOfRows(model, () => lossOf(model, all), alone);
});

it('recomputed blocks give the same gradients', () => {
  const kept = gradientsOf(model, () => lossOf(model, all));
  model.checkpointing = true;
  const recomputed = gradientsOf(model, () => lossOf(model, all));
  model.checkpointing = false;
  expect(recomputed.value).toBeCloseTo(kept.value, 5);
  expectSameGradients(recomputed.gradients, kept.gradients);
});

it.each([false, true])('no use of it leaves tensors behind, its blocks recomputed: %s', (checkpointing) => {
  expectNothingLeft({
    make: () => Object.assign(make(), { checkpointing }),
    forward: (one) => one.apply(images(all)),
    loss: (one) => lossOf(one, all),
  });
});
