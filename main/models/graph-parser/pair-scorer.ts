import { type Tensor, type Tensor2D, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { LayerNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import type { Random } from '../../tensor/random.ts';
import type { GraphParserConfig } from './config.ts';
import { links } from './labels.ts';

// Axis legend: B sentences, T words, D width, P pair width, L links.

/** Distances between two words that are told apart, either way. */
const farthest = 12;

/**
 * Scores the links of every ordered pair of words. A pair begins as a sum of both words' projections, their product (a diagonal
 * bilinear form, Dozat & Manning 2017) and their distance; then it hears of the pair turned round and of all pairs that
 * share a word with it, because links are not independent: a thing that has one place seldom has a second.
 */
export class PairScorer extends Module {
  readonly #width: number;
  readonly #from: Linear;
  readonly #to: Linear;
  readonly #fromFactor: Linear;
  readonly #toFactor: Linear;
  readonly #distance: Variable;
  readonly #own: Linear;
  readonly #turned: Linear;
  readonly #fromOthers: Linear;
  readonly #toOthers: Linear;
  readonly #norm: LayerNorm;
  readonly #output: Linear;

  constructor(config: GraphParserConfig, random: Random) {
    super();
    const { width, pairWidth } = config;
    this.#width = pairWidth;
    this.#from = this.child('from', new Linear(width, pairWidth, random, { bias: true }));
    this.#to = this.child('to', new Linear(width, pairWidth, random));
    this.#fromFactor = this.child('from_factor', new Linear(width, pairWidth, random));
    this.#toFactor = this.child('to_factor', new Linear(width, pairWidth, random));
    this.#distance = this.parameter('distance', [2 * farthest + 1, pairWidth], normal(random, 0.3));
    this.#own = this.child('own', new Linear(pairWidth, pairWidth, random, { bias: true }));
    this.#turned = this.child('turned', new Linear(pairWidth, pairWidth, random));
    this.#fromOthers = this.child('from_others', new Linear(pairWidth, pairWidth, random));
    this.#toOthers = this.child('to_others', new Linear(pairWidth, pairWidth, random));
    this.#norm = this.child('norm', new LayerNorm(pairWidth, 1e-5));
    this.#output = this.child('output', new Linear(pairWidth, links, random, { bias: true }));
  }

  /** hidden float32[B, T, D] → link logits float32[B·T·T, L] and what is known of each pair, float32[B·T·T, P]. */
  apply(hidden: Tensor, dropout: Dropout | null): { readonly logits: Tensor2D; readonly pairs: Tensor2D } {
    const [batch, length] = hidden.shape as [number, number];
    const rows = (x: Tensor): Tensor => tf.reshape(x, [batch, length, 1, this.#width]); // [B, T, 1, P]
    const columns = (x: Tensor): Tensor => tf.reshape(x, [batch, 1, length, this.#width]); // [B, 1, T, P]
    const sum = tf.add(rows(this.#from.apply(hidden)), columns(this.#to.apply(hidden))); // [B, T, T, P]
    const product = tf.mul(rows(this.#fromFactor.apply(hidden)), columns(this.#toFactor.apply(hidden)));
    const first = tf.relu(tf.add(tf.add(sum, product), this.#distances(length))) as Tensor4D; // [B, T, T, P]

    // Means over a whole row or column are projected before they are spread: length² projections fewer.
    const others = tf.add(
      rows(this.#fromOthers.apply(tf.mean(first, 2))),
      columns(this.#toOthers.apply(tf.mean(first, 1))),
    ); // [B, T, T, P]
    const turned = this.#turned.apply(tf.transpose(first, [0, 2, 1, 3]));
    const context = tf.relu(tf.add(tf.add(this.#own.apply(first), turned), others));
    const pairs = this.#norm.apply(tf.reshape(tf.add(first, context), [-1, this.#width])) as Tensor2D; // [B·T·T, P]
    return { logits: this.#output.apply(dropped(pairs, dropout)) as Tensor2D, pairs };
  }

  /** float32[1, T, T, P]. */
  #distances(length: number): Tensor {
    const ids = new Int32Array(length * length);
    for (let from = 0; from < length; from++)
      for (let to = 0; to < length; to++)
        ids[from * length + to] = Math.max(-farthest, Math.min(farthest, to - from)) + farthest;
    return tf.reshape(embed(this.#distance as unknown as Tensor2D, ids), [1, length, length, this.#width]);
  }
}
