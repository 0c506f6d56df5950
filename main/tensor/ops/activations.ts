import { type Tensor, tf } from '../backend.ts';
import type { ActivationName } from './activation-names.ts';

/**
 * Exact GELU (Hendrycks & Gimpel 2016): x · Φ(x) with Φ by the error function, not the tanh approximation.
 * gelu(1) = 0.841345. Any shape.
 */
export function gelu<T extends Tensor>(x: T): T {
  return tf.customGrad((...args) => {
    const input = args[0] as T;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    const scaled = tf.mul(input, Math.SQRT1_2);
    const cumulative = tf.mul(tf.add(tf.erf(scaled), 1), 0.5);
    save([scaled, cumulative]);
    return {
      value: tf.mul(input, cumulative),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [u, phi] = saved as [Tensor, Tensor];
        // Φ(x) + x · φ(x), of which the latter is u · exp(−u²) / √π with u = x / √2; the factor costs no pass within exp.
        const density = tf.exp(tf.sub(-Math.log(Math.PI) / 2, tf.square(u)));
        return tf.mul(dy, tf.add(phi, tf.mul(u, density)));
      },
    };
  })(x) as T;
}

/**
 * GELU by the tanh approximation, which T5 v1.1 and FLAN-T5 were trained with ("gelu_new"): geluTanh(1) = 0.841192.
 */
export function geluTanh<T extends Tensor>(x: T): T {
  const [slope, cubic] = [Math.sqrt(2 / Math.PI), 0.044715];
  return tf.customGrad((...args) => {
    const input = args[0] as T;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    const square = tf.square(input);
    // slope · (x + cubic · x³), with one multiplication less.
    const bent = tf.tanh(tf.mul(tf.mul(input, tf.add(tf.mul(square, cubic), 1)), slope));
    save([input, bent]);
    return {
      value: tf.mul(tf.mul(input, 0.5), tf.add(bent, 1)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [value, tanh] = saved as [Tensor, Tensor];
        const inner = tf.mul(tf.add(tf.mul(tf.square(value), 3 * cubic), 1), slope);
        const curve = tf.mul(tf.mul(value, tf.sub(1, tf.square(tanh))), inner);
        return tf.mul(dy, tf.mul(tf.add(tf.add(tanh, 1), curve), 0.5));
      },
    };
  })(x) as T;
}

/** Sigmoid linear unit, x · σ(x) (Elfwing et al. 2018), Llama's activation: silu(1) = 0.731059. */
export function silu<T extends Tensor>(x: T): T {
  return tf.customGrad((...args) => {
    const input = args[0] as T;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    const gate = tf.sigmoid(input);
    save([input, gate]);
    return {
      value: tf.mul(input, gate),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [value, sigma] = saved as [Tensor, Tensor];
        return tf.mul(dy, tf.mul(sigma, tf.add(tf.mul(value, tf.sub(1, sigma)), 1)));
      },
    };
  })(x) as T;
}

/** GELU by a sigmoid, x · σ(1.702 x) (Hendrycks & Gimpel 2016), as CLIP was trained: quickGelu(1) = 0.845796. */
export function quickGelu<T extends Tensor>(x: T): T {
  const slope = 1.702;
  return tf.customGrad((...args) => {
    const input = args[0] as T;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    const gate = tf.sigmoid(tf.mul(input, slope));
    save([input, gate]);
    return {
      value: tf.mul(input, gate),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [value, sigma] = saved as [Tensor, Tensor];
        const rise = tf.mul(tf.mul(value, slope), tf.sub(1, sigma));
        return tf.mul(dy, tf.mul(sigma, tf.add(rise, 1)));
      },
    };
  })(x) as T;
}

/** Activations by the name a published config gives them; several names are one function written in several ways. */
export const activations = {
  relu: (x: Tensor): Tensor => tf.relu(x),
  gelu,
  gelu_python: gelu,
  gelu_new: geluTanh,
  gelu_fast: geluTanh,
  gelu_accurate: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  gelu_python_tanh: geluTanh,
  quick_gelu: quickGelu,
  silu,
  swish: silu,
  tanh: (x: Tensor): Tensor => tf.tanh(x),
} as const satisfies Record<ActivationName, (x: Tensor) => Tensor>;
