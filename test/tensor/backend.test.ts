import { expect, it } from 'vitest';
import { libraryVersion, tf } from '../../main/tensor/backend.ts';

it('runs on the provisioned libtensorflow, not on the JavaScript backend', () => {
  expect(tf.getBackend()).toBe('tensorflow');
  expect(libraryVersion()).toBe('2.21.0');
});

it('multiplies matrices: [[1,2],[3,4]] · [[5,6],[7,8]] = [[19,22],[43,50]], and leaks nothing', () => {
  const before = tf.memory().numTensors;
  const product = tf.tidy(() =>
    Array.from(
      tf
        .matMul(
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          tf.tensor2d([
            [5, 6],
            [7, 8],
          ]),
        )
        .dataSync(),
    ),
  );
  expect(product).toEqual([19, 22, 43, 50]);
  expect(tf.memory().numTensors).toBe(before);
});
