import { expect, it } from 'vitest';
import { readSafetensors } from '../../../main/checkpoint/safetensors.ts';
import { tinyDarknetConfig } from '../../../main/models/tiny-darknet/config.ts';
import { TinyDarknet } from '../../../main/models/tiny-darknet/model.ts';
import { type Tensor4D, tf } from '../../../main/tensor/backend.ts';

const weights = 'resources/models/tiny-darknet/model.safetensors';

it('the shipped weights load strictly, train nothing, and turning the image half round turns no token into another image', () => {
  const before = tf.memory().numTensors;
  const tower = new TinyDarknet();
  tower.loadStateDict(readSafetensors(weights).tensors, weights);
  expect(tower.trainableParameters().size).toBe(0);
  tf.tidy(() => {
    const images = tf.tidy(() => {
      const ramp = tf.reshape(tf.linspace(0, 1, 256 * 256 * 3), [1, 256, 256, 3]) as Tensor4D;
      return tf.concat([ramp, tf.zerosLike(ramp)], 0) as Tensor4D;
    });
    const tokens = tower.tokens(images);
    expect(tokens.shape).toEqual([2, 64, tinyDarknetConfig.channels]);
    const alone = tower.tokens(tf.slice(images, [1, 0, 0, 0], [1, -1, -1, -1]));
    const second = tf.slice(tokens, [1, 0, 0], [1, -1, -1]);
    // An image's tokens do not depend on what else is in the batch.
    expect(tf.max(tf.abs(tf.sub(alone, second))).dataSync()[0]).toBeLessThan(1e-3);
  });
  tower.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
