import { type Tensor, type Tensor4D, tf } from '../backend.ts';

// Axis legend: B batch, H heads, Q queries, K keys, W head width.

/**
 * Scaled dot-product attention with an additive bias (Vaswani et al. 2017, eq. 1):
 * softmax(scale · q·kᵀ + bias) · v. q float32[B, H, Q, W], k and v float32[B, H, K, W] → float32[B, H, Q, W].
 * Queries that are the same for all of the batch may be given once, as float32[1, H, Q, W].
 * `bias` has four axes, each of full length or 1, and gets its gradient summed where it was broadcast;
 * `mask` multiplies the probabilities (dropout) and gets none. One query that scores two keys alike returns the mean of
 * their values.
 */
export function attention(
  q: Tensor4D,
  k: Tensor4D,
  v: Tensor4D,
  options: { readonly scale: number; readonly bias?: Tensor4D | undefined; readonly mask?: Tensor4D | undefined },
): Tensor4D {
  const { scale, bias, mask } = options;
  const inputs: Tensor[] = bias ? [q, k, v, bias] : [q, k, v];
  return tf.customGrad((...args) => {
    const save = args[inputs.length] as unknown as (tensors: Tensor[]) => void;
    const [queries, keys, values] = args as Tensor4D[];
    // The last argument is `save`: without a bias it would stand where the bias does.
    const addend = bias && (args[3] as unknown as Tensor4D);
    const products = tf.matMul(queries!, keys!, false, true); // [B, H, Q, K]
    const scores = scale === 1 ? products : tf.mul(products, scale);
    const probabilities = tf.softmax(addend ? tf.add(scores, addend) : scores); // [B, H, Q, K]
    const used = mask ? tf.mul(probabilities, mask) : probabilities;
    save([queries!, keys!, values!, probabilities, used]);
    return {
      value: tf.matMul(used, values!), // [B, H, Q, W]
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [query, key, value, weights, kept] = saved as Tensor4D[];
        const dUsed = tf.matMul(dy, value!, false, true); // [B, H, Q, K]
        // dUsed · mask · weights: the mask itself is gone by now when it was made inside the differentiated function.
        const weighted = tf.mul(dUsed, kept!);
        const dScores = tf.sub(weighted, tf.mul(weights!, tf.sum(weighted, -1, true))); // [B, H, Q, K]
        const dScaled = scale === 1 ? dScores : tf.mul(dScores, scale);
        const gradients = [
          sumToShape(tf.matMul(dScaled, key!), query!.shape), // [B, H, Q, W]
          tf.matMul(dScaled, query!, true, false), // [B, H, K, W]
          tf.matMul(kept!, dy, true, false), // [B, H, K, W]
        ];
        if (bias) gradients.push(sumToShape(dScores, bias.shape));
        return gradients;
      },
    };
  })(...inputs) as Tensor4D;
}

/** Sums a gradient over the axes along which a value of shape `shape` was broadcast. */
function sumToShape(gradient: Tensor, shape: readonly number[]): Tensor {
  const axes = shape.flatMap((length, axis) => (length === 1 && gradient.shape[axis] !== 1 ? [axis] : []));
  return axes.length > 0 ? tf.sum(gradient, axes, true) : gradient;
}
