import { type Tensor, type Tensor2D, tf } from '../backend.ts';
import { columnSums } from './column-sums.ts';

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
    const values = rows(input!); // [N, D]
    const averaging = averages(values.shape[1]);
    const centred = tf.sub<Tensor2D>(values, tf.matMul(values, averaging)); // [N, D]
    const inverse = tf.rsqrt(tf.add(tf.matMul(tf.square(centred), averaging), epsilon)); // [N, 1]
    const normal = tf.mul(centred, inverse); // [N, D]
    save([normal, inverse, scale!]);
    return {
      value: like(input!, tf.add(tf.mul(normal, scale!), shift!)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [normalised, inverseDeviation, factor] = saved as [Tensor2D, Tensor, Tensor];
        const d = rows(dy);
        const along = tf.mul<Tensor2D>(d, normalised); // [N, D]
        const averaging = weighted(factor);
        const unscaled = tf.sub(
          tf.sub(tf.mul(d, factor), tf.matMul(d, averaging)),
          tf.mul(normalised, tf.matMul(along, averaging)),
        );
        return [like(dy, tf.mul(unscaled, inverseDeviation)), columnSums(along), columnSums(d)];
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
    const values = rows(input!); // [N, D]
    const meanSquares = tf.matMul(tf.square(values), averages(values.shape[1])); // [N, 1]
    const inverse = tf.rsqrt(tf.add(meanSquares, epsilon));
    const normal = tf.mul(values, inverse); // [N, D]
    save([normal, inverse, scale!]);
    return {
      value: like(input!, tf.mul(normal, scale!)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [normalised, inverseRoot, factor] = saved as [Tensor2D, Tensor, Tensor];
        const d = rows(dy);
        const along = tf.mul<Tensor2D>(d, normalised); // [N, D]
        const unscaled = tf.sub(tf.mul(d, factor), tf.mul(normalised, tf.matMul(along, weighted(factor))));
        return [like(dy, tf.mul(unscaled, inverseRoot)), columnSums(along)];
      },
    };
  })(x, gain);
}

function rows(x: Tensor): Tensor2D {
  return (x.rank === 2 ? x : tf.reshape(x, [-1, x.shape.at(-1)!])) as Tensor2D;
}

function like(x: Tensor, values: Tensor): Tensor {
  return x.rank === 2 ? values : tf.reshape(values, x.shape);
}

/** A column by which rows of `width` values become their means: a product is a quarter of what the library's mean takes. */
function averages(width: number): Tensor2D {
  return tf.fill([width, 1], 1 / width);
}

/** A column by which rows, each value times its gain, become their means: float32[D] → float32[D, 1]. */
function weighted(gain: Tensor): Tensor2D {
  return tf.reshape(tf.div(gain, gain.size), [gain.size, 1]);
}
