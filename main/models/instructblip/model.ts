import { type Tensor, type Tensor4D, tf } from '../../tensor/backend.ts';
import type { Dropout } from '../../tensor/dropout.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { paddingBias } from '../../tensor/masks.ts';
import { Module } from '../../tensor/module.ts';
import type { Random } from '../../tensor/random.ts';
import { Llama } from '../llama/model.ts';
import { publishedQFormer } from '../qformer/config.ts';
import { QFormer } from '../qformer/model.ts';
import { T5 } from '../t5/model.ts';
import { Vit } from '../vit/model.ts';
import { type InstructBlipConfig, readsInstruction } from './config.ts';

// Axis legend: B images, S image tokens, C image width, Q queries, L instruction length, P prompt length, D language width.

/** Token ids of B sequences, padded to one length; `mask` is 0 where there is padding. */
export interface PaddedTokens {
  readonly tokens: Int32Array;
  readonly length: number;
  readonly mask: ArrayLike<number>;
}

/**
 * InstructBLIP (Dai et al. 2023) and BLIP-2 (Li et al. 2023): a frozen vision transformer, a Q-Former whose queries read
 * its tokens, a projection of them into a frozen language model, where the prompt's embeddings follow. Trained are the
 * Q-Former with its query tokens and the projection.
 */
export class InstructBlip extends Module {
  readonly config: InstructBlipConfig;
  readonly vision: Vit;
  readonly qformer: QFormer;
  readonly projection: Linear;
  readonly language: T5 | Llama;

  /** `random` null leaves the weights blank, for a checkpoint that is about to be read. */
  constructor(config: InstructBlipConfig, hasTiedHead: boolean, random: Random | null) {
    super();
    this.config = config;
    const { vision_config, qformer_config, num_query_tokens, language } = config;
    this.vision = this.child('vision', new Vit(vision_config, random));
    const qformer = publishedQFormer(qformer_config, num_query_tokens, readsInstruction(config));
    this.qformer = this.child('qformer', new QFormer(qformer, random));
    const width = language.kind === 't5' ? language.config.d_model : language.config.hidden_size;
    this.projection = this.child('projection', new Linear(qformer.width, width, random, { bias: true }));
    this.language = this.child(
      'language',
      language.kind === 't5'
        ? new T5(language.config, hasTiedHead, random)
        : new Llama({ ...language.config, tie_word_embeddings: hasTiedHead }, random),
    );
    this.vision.freeze();
    this.language.freeze();
  }

  /** Reads image tokens float32[B, S, C] through the queries, under an instruction: float32[B, Q + L, width]. */
  read(features: Tensor, instruction: PaddedTokens | null, dropout: Dropout | null): Tensor {
    if (!instruction || !readsInstruction(this.config)) return this.qformer.applyWhole(features, dropout, null);
    const { tokens, length } = instruction;
    const batch = features.shape[0]!;
    const bias = paddingBias(this.prefixMask(instruction, batch), batch);
    return this.qformer.applyWhole(features, dropout, { tokens, length, bias });
  }

  /** The queries among what was read, in the language model's width: float32[B, Q, D]. */
  project(read: Tensor): Tensor {
    const [batch, , width] = read.shape as [number, number, number];
    return this.projection.apply(tf.slice(read, [0, 0, 0], [batch, this.qformer.queries, width]));
  }

  /** Queries float32[B, Q, D] and, behind them, the prompt's embeddings: float32[B, Q + P, D]. */
  prefix(queries: Tensor, prompt: PaddedTokens): Tensor {
    return prompt.length === 0 ? queries : tf.concat([queries, this.language.embed(prompt.tokens, prompt.length)], 1);
  }

  /** Marks the places that are not padding where words follow the queries, B · (Q + P) values: all queries, and the words. */
  prefixMask({ tokens, length, mask }: PaddedTokens, batch: number): Uint8Array {
    const { queries } = this.qformer;
    const seen = new Uint8Array(batch * (queries + length)).fill(1);
    if (tokens.length > 0)
      for (let row = 0; row < batch; row++)
        for (let at = 0; at < length; at++)
          seen[row * (queries + length) + queries + at] = mask[row * length + at] ? 1 : 0;
    return seen;
  }

  /** T5's encoding of a prefix, and the mask that hides its padding from the decoder. */
  memory(prefix: Tensor, mask: Uint8Array): { readonly memory: Tensor; readonly bias: Tensor4D | undefined } {
    const bias = paddingBias(mask, prefix.shape[0]!);
    return { memory: this.t5.encode(prefix, bias, null), bias };
  }

  /** Whether the language model's head is its embedding. */
  get isHeadTied(): boolean {
    return this.language instanceof T5 ? this.language.isTied : this.language.config.tie_word_embeddings;
  }

  get t5(): T5 {
    if (this.language instanceof T5) return this.language;
    throw new TypeError('The language model is not a T5.');
  }

  get llama(): Llama {
    if (this.language instanceof Llama) return this.language;
    throw new TypeError('The language model is not a Llama.');
  }
}
