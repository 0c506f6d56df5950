import { type Tensor, type Tensor2D, tf, type Variable } from '../../tensor/backend.ts';
import { constant, normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { LayerNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import { embeddingBags } from '../../tensor/ops/embedding-bags.ts';
import type { Random } from '../../tensor/random.ts';
import type { GraphParserConfig } from './config.ts';
import type { ParserVocabulary, WordFeatures } from './vocabulary.ts';

// Axis legend: U different words, D width, G width of published vectors.

/** Width of the published vectors. */
export const vectorWidth = 100;

/** Published word vectors: they are looked up, never trained. */
class WordVectors extends Module {
  readonly #table: Variable;

  constructor(rows: number) {
    super();
    this.#table = this.parameter('table', [rows, vectorWidth], constant(0));
    this.freeze();
  }

  rows(ids: Int32Array): Tensor2D {
    return tf.gather(this.#table, tf.tensor1d(ids, 'int32')) as Tensor2D; // [U, G]
  }
}

/**
 * The representation of a word before its neighbours are considered: an embedding of its own if it was common in training, the mean of
 * its letter groups' (Bojanowski et al. 2017, eq. 2), and a projection of its published vector, added and normalised.
 */
export class WordEmbeddings extends Module {
  readonly #learned: Variable;
  readonly #letters: Variable;
  readonly #vectors: WordVectors;
  readonly #projection: Linear;
  readonly #norm: LayerNorm;

  constructor(config: GraphParserConfig, vocabulary: ParserVocabulary, random: Random) {
    super();
    this.#learned = this.parameter('learned', [vocabulary.learnedRows, config.width], normal(random, 0.3));
    this.#letters = this.parameter('letters', [config.letterBuckets, config.width], normal(random, 1));
    this.#vectors = this.child('vectors', new WordVectors(vocabulary.vectorRows));
    this.#projection = this.child('projection', new Linear(vectorWidth, config.width, random));
    this.#norm = this.child('norm', new LayerNorm(config.width, 1e-5));
  }

  /** float32[U, D] of U words. */
  apply(words: readonly WordFeatures[]): Tensor {
    const owners = words.flatMap(({ letters }, word) => Array<number>(letters.length).fill(word));
    const groups = Int32Array.from(words.flatMap(({ letters }) => [...letters]));
    const shares = Float32Array.from(owners, (word) => 1 / words[word]!.letters.length);
    const own = embed(
      this.#learned as unknown as Tensor2D,
      Int32Array.from(words, ({ learned }) => learned),
    ); // [U, D]
    const spelled = embeddingBags(this.#letters as unknown as Tensor2D, {
      ids: groups,
      owners: Int32Array.from(owners),
      weights: shares,
      bags: words.length,
    }); // [U, D]
    const alike = this.#projection.apply(this.#vectors.rows(Int32Array.from(words, ({ vector }) => vector))); // [U, D]
    return this.#norm.apply(tf.add(tf.add(own, spelled), alike));
  }
}
