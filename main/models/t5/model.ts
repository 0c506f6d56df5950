import { type Tensor, type Tensor2D, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import type { Dropout } from '../../tensor/dropout.ts';
import { normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { Module } from '../../tensor/module.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import type { Random } from '../../tensor/random.ts';
import { CachedDecodingState } from '../cached-decoding-state.ts';
import type { DecodingState } from '../captioner.ts';
import { tokenRows } from '../token-rows.ts';
import { scalesOutputs, type T5Config, t5Stacks } from './config.ts';
import { T5Stack } from './stack.ts';

// Axis legend: B inputs, S input length, N sequences (a multiple of B), T length, D width, V vocabulary.

/**
 * T5 (Raffel et al. 2020): an encoder and a decoder that share one embedding; its head is that embedding (v1.0) or one of
 * its own (v1.1, FLAN).
 */
export class T5 extends Module {
  readonly config: T5Config;
  readonly encoder: T5Stack;
  readonly decoder: T5Stack;
  readonly #embedding: Variable;
  readonly #head: Linear | null;

  /** `random` null leaves the weights blank, for a checkpoint that is about to be read. */
  constructor(config: T5Config, isTied: boolean, random: Random | null) {
    super();
    this.config = config;
    const stacks = t5Stacks(config);
    this.#embedding = this.parameter('embedding', [config.vocab_size, config.d_model], normal(random, 1));
    this.encoder = this.child('encoder', new T5Stack(stacks.encoder, random));
    this.decoder = this.child('decoder', new T5Stack(stacks.decoder, random));
    this.#head = isTied ? null : this.child('head', new Linear(config.d_model, config.vocab_size, random));
  }

  get isTied(): boolean {
    return this.#head === null;
  }

  /** Embeddings of N · T ids: float32[N, T, D]. */
  embed(tokens: Int32Array, length: number): Tensor {
    return tf.reshape(this.#rows(tokens), [tokens.length / length, length, this.config.d_model]);
  }

  /** Embeddings float32[B, S, D] → memory float32[B, S, D]; `bias` hides padding (`paddingBias`). */
  encode(embeddings: Tensor, bias: Tensor4D | undefined, dropout: Dropout | null): Tensor {
    return this.encoder.apply(embeddings, this.encoder.begin(null), dropout, bias).hidden;
  }

  /** inputs of N · T ids → logits float32[N · T, V] of what follows each; with `lengths`, of those that are not padding. */
  logits(
    memory: Tensor,
    bias: Tensor4D | undefined,
    inputs: Int32Array,
    length: number,
    dropout: Dropout | null,
    lengths?: readonly number[],
  ): Tensor2D {
    const caches = this.decoder.begin(memory, bias);
    return this.#words(tokenRows(this.decoder.apply(this.embed(inputs, length), caches, dropout).hidden, lengths));
  }

  /** Begins `sequencesPerInput` sequences for each memory; the state owns what it keeps of both. */
  begin(memory: Tensor, bias: Tensor4D | undefined, sequencesPerInput: number): DecodingState {
    return new CachedDecodingState(
      memory.shape[0]!,
      sequencesPerInput,
      () => this.decoder.begin(memory, bias && tf.clone(bias)),
      (tokens, caches) => {
        const next = this.decoder.apply(this.#rows(tokens), caches, null);
        return { logits: this.#words(next.hidden), caches: next.caches };
      },
    );
  }

  /** Embeddings of N ids: float32[N, D]. */
  #rows(tokens: Int32Array): Tensor2D {
    return embed(this.#embedding as unknown as Tensor2D, tokens);
  }

  #words(hidden: Tensor): Tensor2D {
    const { d_model: width } = this.config;
    const flat = (hidden.rank === 2 ? hidden : tf.reshape(hidden, [-1, width])) as Tensor2D;
    const rows = scalesOutputs(this.config) ? (tf.mul(flat, width ** -0.5) as Tensor2D) : flat;
    if (this.#head) return this.#head.apply(rows) as Tensor2D;
    return tf.matMul(rows, this.#embedding as unknown as Tensor2D, false, true); // [N · T, V]
  }
}
