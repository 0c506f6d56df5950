import { type Scalar, type Tensor, type Tensor2D, tf } from '../backend.ts';

// Axis legend: N tokens, V vocabulary.

/**
 * Σ weightₙ · nllₙ over tokens, from logits: cross-entropy when the weights are 1 / (number of labelled tokens), the
 * policy-gradient loss of self-critical training when they are advantage / (number of real tokens). Tokens of weight 0
 * are ignored, whatever their label. With label smoothing ε the target is (1 − ε) on the label and ε / V on every word
 * (Szegedy et al. 2016, eq. 4). Labels stay indices: no dense one-hot of N × V is made.
 *
 * logits float32[N, V], labels int32 values in [0, V), weights of N values → float32 scalar.
 * logits [[0, 0]], label 0, weight 1: ln 2 = 0.693147.
 */
export function weightedCrossEntropy(
  logits: Tensor2D,
  labels: Int32Array,
  weights: Float32Array,
  smoothing = 0,
): Scalar {
  const [rows, vocabulary] = logits.shape;
  return tf.customGrad((...args) => {
    const x = args[0] as Tensor2D;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    // A label that does not count may be any number, such as the −100 of published data.
    const flat = Int32Array.from(labels, (label, row) => row * vocabulary + (weights[row] === 0 ? 0 : label));
    const positions = tf.tensor1d(flat, 'int32'); // [N]
    const weight = tf.tensor1d(weights); // [N]
    const shifted = tf.sub(x, tf.max(x, -1, true)); // [N, V]
    const exponentials = tf.exp(shifted);
    const total = tf.sum(exponentials, -1, true); // [N, 1]
    const logTotal = tf.reshape(tf.log(total), [rows]); // [N]
    const picked = tf.gather(tf.reshape(shifted, [rows * vocabulary]), positions); // [N]
    const labelled = tf.sub(logTotal, picked);
    const losses =
      smoothing === 0
        ? labelled
        : tf.add(tf.mul(labelled, 1 - smoothing), tf.mul(tf.sub(logTotal, tf.mean(shifted, -1)), smoothing));
    save([tf.div(exponentials, total), positions, weight]);
    return {
      value: tf.sum(tf.mul(losses, weight)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [probabilities, at, factor] = saved as [Tensor, Tensor, Tensor];
        const centred = smoothing === 0 ? probabilities : tf.sub(probabilities, smoothing / vocabulary);
        const scaled = tf.reshape(tf.mul(centred, tf.mul(tf.reshape(factor, [rows, 1]), dy)), [rows * vocabulary]);
        const atLabels = tf.sub(tf.gather(scaled, at), tf.mul(tf.mul(factor, dy), 1 - smoothing)); // [N]
        const gradient = tf.tensorScatterUpdate(scaled, tf.reshape(at, [rows, 1]), atLabels);
        return tf.reshape(gradient, [rows, vocabulary]);
      },
    };
  })(logits) as Scalar;
}

/** Marks labels that do not count, in published data and in `meanCrossEntropy`. */
export const ignoredLabel = -100;

/**
 * Mean cross-entropy in nats over the labels that are not `ignoredLabel`, with label smoothing as above: float32 scalar.
 * logits float32[N, V], N labels. All labels ignored: 0.
 */
export function meanCrossEntropy(logits: Tensor2D, labels: Int32Array, smoothing = 0): Scalar {
  const counted = labels.reduce((count, label) => count + (label === ignoredLabel ? 0 : 1), 0);
  const weights = Float32Array.from(labels, (label) => (label === ignoredLabel ? 0 : 1 / counted));
  return weightedCrossEntropy(logits, labels, weights, smoothing);
}

/** Log-probabilities of the labels: logits float32[N, V] → float32[N], without a gradient. */
export function labelLogProbabilities(logits: Tensor2D, labels: Int32Array): Float32Array {
  const [rows, vocabulary] = logits.shape;
  return tf.tidy(() => {
    const positions = tf.tensor1d(
      Int32Array.from(labels, (label, row) => row * vocabulary + label),
      'int32',
    );
    return Float32Array.from(tf.gather(tf.reshape(tf.logSoftmax(logits), [rows * vocabulary]), positions).dataSync());
  });
}
