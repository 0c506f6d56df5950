import { type Tensor, tf } from '../backend.ts';

// Axis legend: N rows (all leading axes together), D width.

/**
 * Layer norm over the last axis (Ba et al. 2016, eq. 4): (x − mean) / sqrt(variance + epsilon) · gain + bias.
 * x float32[…, D], gain and bias float32[D] → float32[…, D]. One gradient instead of the dozen that the tape records.
 * [1, 3] with gain 1, bias 0, epsilon 0 gives [−1, 1].
 */
export function layerNorm(x: Tensor, gain: Tensor, bias: Tensor, epsilon: number): Tensor {
  return tf.customGrad((...args) => {
    const [input, scale, shift] = args as Tensor[];
    const save = args[3] as unknown as (tensors: Tensor[]) => void;
    const centred = tf.sub(input!, tf.mean(input!, -1, true)); // [..., D]
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon)); // [..., 1]
    const normal = tf.mul(centred, inverse); // [..., D]
    save([normal, inverse, scale!]);
    return {
      value: tf.add(tf.mul(normal, scale!), shift!),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [normalised, inverseDeviation, factor] = saved as [Tensor, Tensor, Tensor];
        const rows = leadingAxes(dy);
        const d = tf.mul(dy, factor); // [..., D]
        const along = tf.mul(normalised, tf.mean(tf.mul(d, normalised), -1, true));
        const dx = tf.mul(inverseDeviation, tf.sub(tf.sub(d, tf.mean(d, -1, true)), along));
        return [dx, tf.sum(tf.mul(dy, normalised), rows), tf.sum(dy, rows)];
      },
    };
  })(x, gain, bias);
}

/**
 * Root-mean-square norm over the last axis (Zhang & Sennrich 2019; T5's layer norm): x / sqrt(mean(x²) + epsilon) · gain.
 * x float32[…, D], gain float32[D] → float32[…, D]. [3, 4] with gain 1, epsilon 0 gives [3, 4] / sqrt(12.5).
 */
export function rmsNorm(x: Tensor, gain: Tensor, epsilon: number): Tensor {
  return tf.customGrad((...args) => {
    const [input, scale] = args as Tensor[];
    const save = args[2] as unknown as (tensors: Tensor[]) => void;
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(input!), -1, true), epsilon)); // [..., 1]
    const normal = tf.mul(input!, inverse); // [..., D]
    save([normal, inverse, scale!]);
    return {
      value: tf.mul(normal, scale!),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [normalised, inverseRoot, factor] = saved as [Tensor, Tensor, Tensor];
        const d = tf.mul(dy, factor);
        const along = tf.mul(normalised, tf.mean(tf.mul(d, normalised), -1, true));
        return [tf.mul(inverseRoot, tf.sub(d, along)), tf.sum(tf.mul(dy, normalised), leadingAxes(dy))];
      },
    };
  })(x, gain);
}

function leadingAxes(x: Tensor): number[] {
  return Array.from({ length: x.rank - 1 }, (_, axis) => axis);
}
