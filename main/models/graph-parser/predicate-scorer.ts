import { type Tensor, type Tensor2D, tf } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { Module } from '../../tensor/module.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import type { Random } from '../../tensor/random.ts';
import type { GraphParserConfig } from './config.ts';

// Axis legend: B sentences, T words, D width, P pair width, R relations, K predicate width, C templates.

/** Width of the dot product that points at a verb. */
const pointerWidth = 64;

/** The wording of a relation: a template, and the word whose verb fills it (a pointer, Vinyals et al. 2015). */
export class PredicateScorer extends Module {
  readonly #width: number;
  readonly #subject: Linear;
  readonly #object: Linear;
  readonly #pair: Linear;
  readonly #template: Linear;
  readonly #query: Linear;
  readonly #key: Linear;

  constructor(config: GraphParserConfig, templates: number, random: Random) {
    super();
    const { width, pairWidth, predicateWidth } = config;
    this.#width = width;
    this.#subject = this.child('subject', new Linear(width, predicateWidth, random, { bias: true }));
    this.#object = this.child('object', new Linear(width, predicateWidth, random));
    this.#pair = this.child('pair', new Linear(pairWidth, predicateWidth, random));
    this.#template = this.child('template', new Linear(predicateWidth, templates, random, { bias: true }));
    this.#query = this.child('query', new Linear(predicateWidth, pointerWidth, random));
    this.#key = this.child('key', new Linear(width, pointerWidth, random));
  }

  /**
   * hidden float32[B, T, D] and pairs float32[B·T·T, P]; `chosen` are R rows of pairs. Template logits float32[R, C] and
   * logits of the word that is the verb, float32[R, T].
   */
  apply(
    hidden: Tensor,
    pairs: Tensor2D,
    chosen: Int32Array,
    dropout: Dropout | null,
  ): { readonly templates: Tensor2D; readonly verbs: Tensor2D } {
    const [batch, length] = hidden.shape as [number, number];
    const words = tf.reshape(hidden, [batch * length, this.#width]) as Tensor2D; // [B·T, D]
    const sentences = chosen.map((row) => Math.floor(row / (length * length)));
    const subjects = chosen.map((row) => Math.floor(row / length));
    const objects = chosen.map((row, at) => sentences[at]! * length + (row % length));
    const sum = tf.add(
      tf.add(this.#subject.apply(embed(words, subjects)), this.#object.apply(embed(words, objects))),
      this.#pair.apply(embed(pairs, chosen)),
    ); // [R, K]
    const relation = dropped(tf.relu(sum), dropout);
    const keys = tf.reshape(this.#key.apply(words), [batch, length * pointerWidth]) as Tensor2D;
    const ofRelation = tf.reshape(embed(keys, sentences), [chosen.length, length, pointerWidth]); // [R, T, 64]
    const query = tf.reshape(this.#query.apply(relation), [chosen.length, 1, pointerWidth]); // [R, 1, 64]
    const verbs = tf.mul(tf.matMul(query, ofRelation, false, true), pointerWidth ** -0.5); // [R, 1, T]
    return {
      templates: this.#template.apply(relation) as Tensor2D,
      verbs: tf.reshape(verbs, [chosen.length, length]) as Tensor2D,
    };
  }
}
