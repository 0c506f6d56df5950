import { type Scalar, type Tensor, tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';

/** Values in [−1, 1) that are the same in every run. */
export function values(shape: readonly number[], seed: number): Tensor {
  const random = new Random(seed);
  const count = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from({ length: count }, () => 2 * random.uniform() - 1),
    [...shape],
    'float32',
  );
}

/**
 * The largest difference between the gradient of Σ weights · f(inputs) and its central difference, over every value of
 * every input, relative to the largest gradient. The weights are fixed and uneven, so that errors cannot cancel.
 */
export function worstGradientError(f: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[], step = 1e-2): number {
  return tf.tidy(() => {
    const weights = values(f(...inputs).shape, 99);
    const loss = (...at: Tensor[]): Scalar => tf.sum(tf.mul(f(...at), weights));
    const gradients = tf.grads((...at: Tensor[]) => loss(...at))([...inputs]);
    let worst = 0;
    let largest = 1e-6;
    for (const [index, input] of inputs.entries()) {
      const analytic = gradients[index]!.dataSync();
      const base = Float32Array.from(input.dataSync());
      for (let at = 0; at < base.length; at += 1) {
        const shifted = (by: number): number => {
          const moved = Float32Array.from(base);
          moved[at]! += by;
          const replaced = inputs.map((other, i) => (i === index ? tf.tensor(moved, input.shape, 'float32') : other));
          return loss(...replaced).dataSync()[0]!;
        };
        const numeric = (shifted(step) - shifted(-step)) / (2 * step);
        worst = Math.max(worst, Math.abs(numeric - analytic[at]!));
        largest = Math.max(largest, Math.abs(analytic[at]!));
      }
    }
    return worst / largest;
  });
}

/** How many tensors are left after `run`, beyond those there were before. */
export function leftOver(run: () => void): number {
  const before = tf.memory().numTensors;
  run();
  return tf.memory().numTensors - before;
}
