import { expect, it } from 'vitest';
import { type Scalar, type Tensor, tf } from '../../main/tensor/backend.ts';
import { unrecorded } from '../../main/tensor/unrecorded.ts';

it('what is computed unrecorded is held fixed: the gradient of x · fixed(x) at 3 is 3, not 6', () => {
  tf.tidy(() => {
    const gradient = tf.grad(
      (x: Tensor) =>
        tf.mul(
          x,
          unrecorded(() => tf.mul(x, 1)),
        ) as Scalar,
    );
    expect(gradient(tf.scalar(3)).dataSync()[0]).toBe(3);
    expect(
      tf
        .grad((x: Tensor) => tf.mul(x, tf.mul(x, 1)) as Scalar)(tf.scalar(3))
        .dataSync()[0],
    ).toBe(6);
  });
});

it('after an error within, gradients are recorded again', () => {
  const failing = () =>
    unrecorded(() => {
      throw new Error('within');
    });
  expect(failing).toThrow('within');
  const slope = tf.tidy(
    () =>
      tf
        .grad((x: Tensor) => tf.square(x) as Scalar)(tf.scalar(3))
        .dataSync()[0],
  );
  expect(slope).toBe(6);
});

it('what its tidies end with is freed at once, though it stands in a function that is differentiated', () => {
  tf.tidy(() => {
    tf.grad((x: Tensor) => {
      const before = tf.memory().numTensors;
      unrecorded(() => tf.tidy(() => tf.exp(tf.square(x)).dataSync()));
      expect(tf.memory().numTensors).toBe(before);
      return tf.square(x) as Scalar;
    })(tf.scalar(3));
  });
});
