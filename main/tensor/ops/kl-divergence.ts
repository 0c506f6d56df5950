import { type Scalar, type Tensor, type Tensor2D, tf } from '../backend.ts';

// Axis legend: N tokens, V vocabulary.

/**
 * Σ weightₙ · KL(p‖q)ₙ in nats, where p are the probabilities of `logits` and q those of `reference`, which is held
 * fixed. Tokens of weight 0 are ignored. The gradient by a logit is weight · p · (ln p − ln q − KL).
 *
 * logits, reference float32[N, V], weights of N values → float32 scalar.
 * logits [[ln 3, 0]] against [[0, 0]], weight 1: ¾ ln 3⁄2 + ¼ ln ½ = 0.130812.
 */
export function weightedKlDivergence(logits: Tensor2D, reference: Tensor2D, weights: Float32Array): Scalar {
  const [rows] = logits.shape;
  return tf.customGrad((...args) => {
    const x = args[0] as Tensor2D;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    const weight = tf.tensor2d(weights, [rows, 1]);
    const logs = tf.logSoftmax(x); // [N, V]
    const probabilities = tf.exp(logs);
    const ratios = tf.sub(logs, tf.logSoftmax(reference));
    const divergences = tf.sum(tf.mul(probabilities, ratios), -1, true); // [N, 1]
    save([tf.mul(tf.mul(probabilities, tf.sub(ratios, divergences)), weight)]);
    return {
      value: tf.sum(tf.mul(divergences, weight)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(saved[0]!, dy),
    };
  })(logits) as Scalar;
}
