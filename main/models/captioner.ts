import type { WeightSource } from '../checkpoint/weight-source.ts';
import type { Tensor, Tensor2D } from '../tensor/backend.ts';
import type { Dropout } from '../tensor/dropout.ts';
import type { Module } from '../tensor/module.ts';
import type { NamedArray } from '../tensor/state-dict.ts';

// Axis legend: B images, S image tokens, C channels, N sequences (a multiple of B), T length, V vocabulary.

/** Token ids with a meaning of their own. */
export interface SpecialTokens {
  readonly padding: number;
  readonly start: number;
  readonly end: number;
  /** Ids that a caption never contains: padding, start, unknown. */
  readonly forbidden: readonly number[];
}

/** Sequences being written: what the model remembers of them. Owned by the caller, who disposes it. */
export interface DecodingState {
  /** Logits of the next token after `tokens` (N ids): float32 of N · V values. */
  step(tokens: Int32Array): Float32Array;
  /** The same step, its logits float32[N, V] left where they were computed: they live until `reader` returns. */
  read<T>(tokens: Int32Array, reader: (logits: Tensor2D) => T): T;
  /**
   * Keeps row rows[i] as row i: sequences of an image for others of it, and images that are done left out. What stays of
   * an image are as many rows as it had, next to each other, all of that image; images come in any order.
   */
  keep(rows: Int32Array): void;
  dispose(): void;
}

/** The interface of a model for greedy decoding, sampling and beam search. */
export interface Writer {
  readonly vocabularySize: number;
  readonly special: SpecialTokens;
  /** Begins `sequencesPerImage` sequences for each memory, which the state does not own. */
  begin(memory: Tensor, sequencesPerImage: number): DecodingState;
}

/**
 * The one interface that cross-entropy, sampling, beam search and self-critical training are written against:
 * image tokens become a memory, and a memory with a beginning becomes logits of what follows.
 */
export interface Captioner extends Writer {
  /** Image tokens of the frozen tower, float32[B, S, C] → memory float32[B, Q, D]. Differentiable. */
  encode(features: Tensor, dropout: Dropout | null): Tensor;
  /**
   * inputs of N · T ids, `sequencesPerImage` = N / B adjacent rows for each image → logits float32[N · T, V]. With
   * `lengths`, how many ids of each sequence are not padding, only the logits of those: float32[Σ lengths, V].
   */
  logits(
    memory: Tensor,
    inputs: Int32Array,
    length: number,
    dropout: Dropout | null,
    lengths?: readonly number[],
  ): Tensor2D;
  /** Turns token ids, without special ones, into the text a person reads. */
  words(tokens: readonly number[]): string[];
}

/** A captioner of a published family, which brings its own words. */
export interface PublishedCaptioner extends Captioner {
  /** Its parameters: what is trainable is what fine-tuning changes. */
  readonly module: Module;
  /** Token ids of a caption with its end token, as the model is taught them. */
  tokensOf(caption: string): number[];
  /** Its parameters by their published names, in the layout it was read from: `trained` only, or all. */
  publishedState(which: 'trained' | 'all'): ReadonlyMap<string, NamedArray>;
  /** Sets what fine-tuning changes from a checkpoint that holds just that, strictly. `source` stays open. */
  restoreTrained(source: WeightSource): void;
}
