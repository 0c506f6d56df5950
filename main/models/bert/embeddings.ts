import { type Tensor, type Tensor2D, tf, type Variable } from '../../tensor/backend.ts';
import { normal } from '../../tensor/initializers.ts';
import { Module } from '../../tensor/module.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import type { Random } from '../../tensor/random.ts';

// Axis legend: N sequences, L length, D width.

/** Embeddings of words and of their places, which BERT adds before its first norm. */
export class BertEmbeddings extends Module {
  readonly #words: Variable;
  readonly #positions: Variable;
  readonly #width: number;

  constructor(
    config: { readonly vocabularySize: number; readonly positions: number; readonly width: number },
    random: Random | null,
  ) {
    super();
    this.#width = config.width;
    this.#words = this.parameter('word_embeddings', [config.vocabularySize, config.width], normal(random, 0.02));
    this.#positions = this.parameter('position_embeddings', [config.positions, config.width], normal(random, 0.02));
  }

  get words(): Variable {
    return this.#words;
  }

  /** N · L ids, of which the first of each sequence stands at place `from` → float32[N, L, D]. */
  apply(tokens: Int32Array, length: number, from = 0): Tensor {
    const positions = this.#positions.shape[0]!;
    if (from + length > positions)
      throw new RangeError(`The model has ${positions} places for words, not ${from + length}.`);
    const words = embed(this.#words as unknown as Tensor2D, tokens);
    const places = tf.slice(this.#positions as Tensor, [from, 0], [length, this.#width]); // [L, D]
    return tf.add(tf.reshape(words, [tokens.length / length, length, this.#width]), places);
  }
}
