import type { GraphParserNetwork } from '../../models/graph-parser/network.ts';
import { type Scalar, type Tensor2D, tf } from '../../tensor/backend.ts';
import type { Dropout } from '../../tensor/dropout.ts';
import { weightedCrossEntropy } from '../../tensor/ops/cross-entropy.ts';
import type { Batch } from './batches.ts';

/**
 * Negative log-likelihood of the graphs, in nats a sentence: every label of a word, of a pair and of a relation that the
 * graph needs, summed. Labels of −1 are left out.
 */
export function graphLoss(network: GraphParserNetwork, batch: Batch, dropout: Dropout | null): Scalar {
  const share = 1 / batch.sentences;
  const term = (logits: Tensor2D, labels: Int32Array): Scalar =>
    weightedCrossEntropy(
      logits,
      labels.map((label) => Math.max(0, label)),
      Float32Array.from(labels, (label) => (label < 0 ? 0 : share)),
    );
  const embedded = network.embed(batch.different, batch.positions, batch.length);
  const scores = network.score(embedded, dropout);
  const terms = [
    term(scores.operations, batch.operations),
    term(scores.joins, batch.joins),
    term(scores.links, batch.links),
  ];
  // A batch without relations still passes through: every parameter gets a gradient, here of zeros.
  const isEmpty = batch.relations.length === 0;
  const worded = network.scorePredicates(scores, isEmpty ? Int32Array.of(0) : batch.relations, dropout);
  terms.push(term(worded.templates, isEmpty ? nothing : batch.templates));
  terms.push(term(worded.verbs, isEmpty ? nothing : batch.verbs));
  return tf.addN(terms) as Scalar;
}

/** The label that asks for nothing. */
const nothing = Int32Array.of(-1);
