import { AppError } from '../../errors/app-error.ts';
import { type Tensor, type Tensor2D, tf, type Variable } from '../../tensor/backend.ts';
import type { Dropout } from '../../tensor/dropout.ts';
import { normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { packedRows } from '../../tensor/layers/packed-rows.ts';
import { Module } from '../../tensor/module.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import { Random } from '../../tensor/random.ts';
import { CachedDecodingState } from '../cached-decoding-state.ts';
import type { Captioner, DecodingState } from '../captioner.ts';
import { QFormer } from '../qformer/model.ts';
import { T5Stack } from '../t5/stack.ts';
import { TinyDarknet } from '../tiny-darknet/model.ts';
import { tokenPlaces } from '../token-rows.ts';
import { type NadirMiniConfig, nadirMiniDecoder, nadirMiniQFormer } from './config.ts';
import { ImageTokens } from './image-tokens.ts';
import { Vocabulary } from './vocabulary.ts';

// Axis legend: B images, N sequences, T length, Q queries, D width, V vocabulary.

/**
 * The bundled captioner, InstructBLIP's shape (Dai et al. 2023) at laptop size: a frozen vision tower, a Q-Former, a
 * linear projection, and a T5-style decoder that attends to the projected queries. Output and input embeddings are tied
 * and the last hidden state is scaled by D^−½, as in T5 v1.0.
 */
export class NadirMini extends Module implements Captioner {
  readonly config: NadirMiniConfig;
  readonly special = Vocabulary.special;
  readonly visionTower: TinyDarknet;
  readonly imageTokens: ImageTokens;
  readonly #qformer: QFormer;
  readonly #projection: Linear;
  readonly #decoder: T5Stack;
  #vocabulary: Vocabulary;
  #embedding: Variable;

  /** A model with fresh weights drawn from `seed`; the tower's come from a checkpoint. */
  constructor(config: NadirMiniConfig, vocabulary: Vocabulary, seed: number) {
    super();
    const random = new Random(seed);
    const { width } = config;
    this.config = config;
    this.#vocabulary = vocabulary;
    this.visionTower = this.child('vision_tower', new TinyDarknet());
    this.imageTokens = this.child('image_tokens', new ImageTokens(config, random));
    this.#qformer = this.child('qformer', new QFormer(nadirMiniQFormer(config), random));
    this.#projection = this.child('language_projection', new Linear(width, width, random, { bias: true }));
    this.#embedding = this.parameter('embedding', [vocabulary.size, width], normal(random, 1));
    this.#decoder = this.child('decoder', new T5Stack(nadirMiniDecoder(config), random));
  }

  get vocabulary(): Vocabulary {
    return this.#vocabulary;
  }

  get vocabularySize(): number {
    return this.#vocabulary.size;
  }

  encode(features: Tensor, dropout: Dropout | null): Tensor {
    return this.#projection.apply(this.#qformer.apply(this.imageTokens.apply(features, dropout), dropout)); // [B, Q, D]
  }

  logits(
    memory: Tensor,
    inputs: Int32Array,
    length: number,
    dropout: Dropout | null,
    lengths?: readonly number[],
  ): Tensor2D {
    if (lengths?.some((own) => own < length)) return this.#packedLogits(memory, inputs, length, dropout, lengths);
    const { hidden } = this.#decoder.apply(this.#embed(inputs, length), this.#decoder.begin(memory), dropout);
    return this.#words(hidden); // [N · T, V]
  }

  begin(memory: Tensor, sequencesPerImage: number): DecodingState {
    return new CachedDecodingState(
      memory.shape[0]!,
      sequencesPerImage,
      () => this.#decoder.begin(memory),
      (tokens, caches) => {
        const next = this.#decoder.apply(this.#rows(tokens), caches, null);
        return { logits: this.#words(next.hidden), caches: next.caches };
      },
    );
  }

  words(tokens: readonly number[]): string[] {
    return this.#vocabulary.decode(tokens);
  }

  /**
   * Makes room for the words that `vocabulary` has beyond this one's. A new word starts as the mean embedding plus
   * noise of a tenth, so that it is neither favoured nor far from all others. Throws `bad_input` where the two differ in
   * a word that this one has: its id would mean another word than the weights do.
   */
  extendVocabulary(vocabulary: Vocabulary, seed: number): void {
    const changed = this.#vocabulary.words.findIndex((word, id) => vocabulary.words[id] !== word);
    if (changed >= 0)
      throw new AppError(
        'bad_input',
        `A vocabulary can only grow: word ${changed} is "${this.#vocabulary.words[changed]}" in the model and ` +
          `${JSON.stringify(vocabulary.words[changed] ?? null)} in the new one.`,
      );
    const added = vocabulary.size - this.#vocabulary.size;
    if (added > 0) {
      const random = new Random(seed);
      const grown = tf.tidy(() => {
        const table = this.#embedding as unknown as Tensor2D;
        const noise = tf.tensor2d(normal(random, 0.1)([added, this.config.width]), [added, this.config.width]);
        return tf.keep(tf.concat([table, tf.add(noise, tf.mean(table, 0, true))], 0));
      });
      this.#embedding = this.replaceParameter('embedding', grown);
      grown.dispose();
    }
    this.#vocabulary = vocabulary;
  }

  /** Logits of sequences of unequal length, whose padding is not computed. */
  #packedLogits(
    memory: Tensor,
    inputs: Int32Array,
    length: number,
    dropout: Dropout | null,
    lengths: readonly number[],
  ): Tensor2D {
    const sequencesPerMemory = lengths.length / memory.shape[0]!;
    const packed = packedRows(lengths, length, { sequencesPerMemory, heads: this.config.heads });
    const tokens = Array.from(tokenPlaces(lengths, length), (place) => inputs[place]!);
    const embedded = this.#rows(Int32Array.of(...tokens, this.special.padding)); // [R + 1, D]
    const { hidden } = this.#decoder.apply(embedded, this.#decoder.begin(memory), dropout, undefined, packed);
    return this.#words(tf.slice(hidden, [0, 0], [tokens.length, this.config.width])); // [R, V]
  }

  #rows(tokens: Int32Array): Tensor2D {
    return embed(this.#embedding as unknown as Tensor2D, tokens); // [N, D]
  }

  #embed(tokens: Int32Array, length: number): Tensor {
    return tf.reshape(this.#rows(tokens), [tokens.length / length, length, this.config.width]); // [N, T, D]
  }

  #words(hidden: Tensor): Tensor2D {
    const flat = hidden.rank === 2 ? hidden : tf.reshape(hidden, [-1, this.config.width]);
    const rows = tf.mul(flat, this.config.width ** -0.5);
    return tf.matMul(rows as Tensor2D, this.#embedding as unknown as Tensor2D, false, true); // [N · T, V]
  }
}
