import { type Tensor, type Tensor2D, tf } from '../../tensor/backend.ts';
import type { Dropout } from '../../tensor/dropout.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { Module } from '../../tensor/module.ts';
import { gelu } from '../../tensor/ops/activations.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import { Random } from '../../tensor/random.ts';
import { T5Stack } from '../t5/stack.ts';
import type { GraphParserConfig } from './config.ts';
import { joins, type Labels, operation } from './labels.ts';
import { PairScorer } from './pair-scorer.ts';
import { PredicateScorer } from './predicate-scorer.ts';
import type { ParserVocabulary, WordFeatures } from './vocabulary.ts';
import { WordEmbeddings } from './word-embeddings.ts';

// Axis legend: B sentences of one length, T positions (the virtual word's first), D width, U different words, O operations,
// J joins, L links, P pair width.

/** The network's outputs for sentences before relations are worded. */
export interface SentenceScores {
  readonly hidden: Tensor;
  /** float32[B·T, O] */
  readonly operations: Tensor2D;
  /** float32[B·T, J] */
  readonly joins: Tensor2D;
  /** float32[B·T·T, L] */
  readonly links: Tensor2D;
  /** float32[B·T·T, P] */
  readonly pairs: Tensor2D;
}

/**
 * A parser without a decoder: one encoder pass labels every word and every ordered pair of words, a second small one
 * words the relations that were found. Sentences of a batch have one length, so nothing is padded or masked.
 */
export class GraphParserNetwork extends Module {
  readonly config: GraphParserConfig;
  readonly words: WordEmbeddings;
  readonly #neighbours: Linear;
  readonly #encoder: T5Stack;
  readonly #operations: Linear;
  readonly #joins: Linear;
  readonly #pairs: PairScorer;
  readonly #predicates: PredicateScorer;

  constructor(config: GraphParserConfig, vocabulary: ParserVocabulary, labels: Labels, seed: number) {
    super();
    const random = new Random(seed);
    const { width, heads } = config;
    this.config = config;
    this.words = this.child('words', new WordEmbeddings(config, vocabulary, random));
    this.#neighbours = this.child('neighbours', new Linear(3 * width, width, random, { bias: true }));
    this.#encoder = this.child(
      'encoder',
      new T5Stack(
        {
          width,
          layers: config.layers,
          heads,
          headWidth: width / heads,
          feedForwardWidth: config.feedForwardWidth,
          activation: 'gelu',
          buckets: config.buckets,
          maxDistance: config.maxDistance,
          memoryWidth: null,
          attentionScale: (width / heads) ** -0.5,
          epsilon: 1e-6,
        },
        random,
      ),
    );
    const operations = operation.replaced + labels.replacements.length;
    this.#operations = this.child('operations', new Linear(width, operations, random, { bias: true }));
    this.#joins = this.child('joins', new Linear(width, joins, random, { bias: true }));
    this.#pairs = this.child('pairs', new PairScorer(config, random));
    this.#predicates = this.child('predicates', new PredicateScorer(config, labels.templates.length, random));
  }

  /** Embeddings of words as sentences: `positions` has B·T rows of `different`. Returns float32[B, T, D]. */
  embed(different: readonly WordFeatures[], positions: Int32Array, length: number): Tensor {
    const table = this.words.apply(different) as Tensor2D; // [U, D]
    return tf.reshape(embed(table, positions), [positions.length / length, length, this.config.width]);
  }

  /** embedded float32[B, T, D] → all but the wording of relations. */
  score(embedded: Tensor, dropout: Dropout | null): SentenceScores {
    const [batch, length] = embedded.shape as [number, number];
    const { width } = this.config;
    const hidden = this.#encoder.apply(
      this.#withNeighbours(embedded, batch, length),
      this.#encoder.begin(null),
      dropout,
    ).hidden; // [B, T, D]
    const rows = tf.reshape(hidden, [batch * length, width]);
    const { logits, pairs } = this.#pairs.apply(hidden, dropout);
    return {
      hidden,
      operations: this.#operations.apply(rows) as Tensor2D,
      joins: this.#joins.apply(rows) as Tensor2D,
      links: logits,
      pairs,
    };
  }

  /** Wording of the relations at the rows `chosen` of the pairs; see `PredicateScorer`. */
  scorePredicates(
    { hidden, pairs }: Pick<SentenceScores, 'hidden' | 'pairs'>,
    chosen: Int32Array,
    dropout: Dropout | null,
  ): { readonly templates: Tensor2D; readonly verbs: Tensor2D } {
    return this.#predicates.apply(hidden, pairs, chosen, dropout);
  }

  /** A convolution over three words, added to the word itself: float32[B, T, D] → float32[B, T, D]. */
  #withNeighbours(embedded: Tensor, batch: number, length: number): Tensor {
    const { width } = this.config;
    const edge = tf.zeros([batch, 1, width]);
    const before = tf.concat([edge, tf.slice(embedded, [0, 0, 0], [batch, length - 1, width])], 1); // [B, T, D]
    const after = tf.concat([tf.slice(embedded, [0, 1, 0], [batch, length - 1, width]), edge], 1); // [B, T, D]
    const seen = this.#neighbours.apply(tf.concat([before, embedded, after], 2)); // [B, T, D]
    return tf.add(embedded, gelu(seen));
  }
}
