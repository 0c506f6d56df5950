import { type Tensor2D, tf } from '../tensor/backend.ts';
import { float32Type, nativeOp } from '../tensor/native-op.ts';

// Axis legend: N sequences, V vocabulary, K kept words.

/** The likeliest next words of each sequence, best first; of equals the smaller id. */
export interface BestWords {
  /** N · K ids. */
  readonly ids: Int32Array;
  /** ln p of each, in nats; −Infinity where fewer than K words are allowed. */
  readonly logProbabilities: Float32Array;
  readonly count: number;
}

/**
 * The `count` likeliest words of logits float32[N, V] among those that are not `forbidden`, found where the logits are:
 * a vocabulary of tens of thousands of words is neither copied nor gone through word by word here. Logits [0, ln 3] give
 * id 1 with ln ¾.
 */
export function bestWords(logits: Tensor2D, count: number, forbidden: readonly number[]): BestWords {
  const [, words] = logits.shape;
  const kept = Math.min(count, words);
  let ids = new Int32Array(0);
  let logProbabilities = new Float32Array(0);
  // Not returned: a tidy looks for tensors in what it returns, value by value.
  tf.tidy(() => {
    const allowed = forbidden.length > 0 ? tf.add(logits, without(forbidden, words)) : logits;
    // One operation of the library instead of the six of the package.
    const [all] = nativeOp('LogSoftmax', { T: float32Type() }, [allowed], 1);
    const { values, indices } = tf.topk(all!, kept); // [N, K]
    ids = indices.dataSync() as typeof ids;
    logProbabilities = values.dataSync() as typeof logProbabilities;
  });
  return { ids, logProbabilities, count: kept };
}

function without(forbidden: readonly number[], words: number) {
  const scores = new Float32Array(words);
  for (const id of forbidden) scores[id] = Number.NEGATIVE_INFINITY;
  return tf.tensor1d(scores);
}
