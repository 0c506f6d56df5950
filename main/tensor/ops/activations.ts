import { type Tensor, tf } from '../backend.ts';

/**
 * Exact GELU (Hendrycks & Gimpel 2016): x · Φ(x) with Φ by the error function, not the tanh approximation.
 * gelu(1) = 0.841345. Any shape.
 */
export function gelu<T extends Tensor>(x: T): T {
  return tf.customGrad((...args) => {
    const input = args[0] as T;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    const cumulative = tf.mul(tf.add(tf.erf(tf.mul(input, Math.SQRT1_2)), 1), 0.5);
    save([input, cumulative]);
    return {
      value: tf.mul(input, cumulative),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [value, phi] = saved as [Tensor, Tensor];
        const density = tf.mul(tf.exp(tf.mul(tf.square(value), -0.5)), 1 / Math.sqrt(2 * Math.PI));
        return tf.mul(dy, tf.add(phi, tf.mul(value, density)));
      },
    };
  })(x) as T;
}

/**
 * GELU by the tanh approximation, which T5 v1.1 and FLAN-T5 were trained with ("gelu_new"): geluTanh(1) = 0.841192.
 */
export function geluTanh<T extends Tensor>(x: T): T {
  const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1)) as T;
}
