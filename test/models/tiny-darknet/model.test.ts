import { expect, it } from 'vitest';
import { readSafetensors } from '../../../main/checkpoint/safetensors.ts';
import { tinyDarknetConfig } from '../../../main/models/tiny-darknet/config.ts';
import { TinyDarknet } from '../../../main/models/tiny-darknet/model.ts';
import { darknetTower } from '../../../main/models/tiny-darknet/tower.ts';
import { type Tensor4D, tf } from '../../../main/tensor/backend.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { expectNothingLeft } from '../left-over.ts';
import { expectRowsAlone } from '../padded-batch.ts';

const weights = 'resources/models/tiny-darknet/model.safetensors';
const { tensors } = readSafetensors(weights);

function make(): TinyDarknet {
  const tower = new TinyDarknet();
  tower.loadStateDict(tensors, weights);
  return tower;
}

/** Noise, a ramp and half of each: three images, or one of them. */
function images(rows: readonly number[]): Tensor4D {
  const noise = tf.abs(values([1, 256, 256, 3], 8));
  const ramp = tf.reshape(tf.linspace(0, 1, 256 * 256 * 3), [1, 256, 256, 3]);
  const all = tf.concat([noise, ramp, tf.mul(0.5, tf.add(noise, ramp))], 0);
  return tf.gather(all, [...rows]) as Tensor4D;
}

it('the shipped weights load strictly and train nothing; three images of a batch have the tokens of three batches of one', () => {
  const tower = make();
  expect(tower.trainableParameters().size).toBe(0);
  const tokens = (rows: readonly number[]): Float32Array =>
    tf.tidy(() => tower.tokens(images(rows)).dataSync().slice() as Float32Array);
  const together = tokens([0, 1, 2]);
  expect(together).toHaveLength(3 * 64 * tinyDarknetConfig.channels);
  // Activations are not normalised: sums are compared in units of the largest.
  const largest = together.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const unit = (of: Float32Array): Float32Array => of.map((value) => value / largest);
  expectRowsAlone(
    unit(together),
    [0, 1, 2].map((row) => unit(tokens([row]))),
    [64, 64, 64],
  );
  tower.dispose();
});

it('leaves no tensors behind, as a model and as a tower', () => {
  expectNothingLeft({ make, forward: (tower) => darknetTower(tower).encode(images([0, 1, 2])) });
});
