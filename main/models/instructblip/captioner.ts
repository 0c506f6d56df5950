import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { type Tensor, type Tensor2D, tf } from '../../tensor/backend.ts';
import type { Dropout } from '../../tensor/dropout.ts';
import type { NamedArray } from '../../tensor/state-dict.ts';
import { tokenizePtb } from '../../text/ptb-tokenizer.ts';
import type { DecodingState, PublishedCaptioner, SpecialTokens } from '../captioner.ts';
import type { KeyMap } from '../key-map.ts';
import { loadPublished, publishedState } from '../published-weights.ts';
import { tokenRows } from '../token-rows.ts';
import type { CaptionerWords } from './captioner-words.ts';
import { instructBlipKeys, type Layout } from './keys.ts';
import type { InstructBlip } from './model.ts';
import { forEachImage, rowsWithoutPiece } from './prompt.ts';

// Axis legend: B images, S image tokens, C image width, N sequences, T length, M memory length, D width, V vocabulary.

/** The common part of InstructBLIP and BLIP-2 as captioners that ask the same of every image. */
abstract class InstructBlipCaptioner implements PublishedCaptioner {
  readonly module: InstructBlip;
  abstract readonly special: SpecialTokens;
  protected readonly asked: CaptionerWords;
  readonly #layout: Layout;

  constructor(model: InstructBlip, words: CaptionerWords, layout: Layout) {
    this.module = model;
    this.asked = words;
    this.#layout = layout;
  }

  get vocabularySize(): number {
    return this.module.config.language.config.vocab_size;
  }

  abstract encode(features: Tensor, dropout: Dropout | null): Tensor;
  abstract logits(
    memory: Tensor,
    inputs: Int32Array,
    length: number,
    dropout: Dropout | null,
    lengths?: readonly number[],
  ): Tensor2D;
  abstract begin(memory: Tensor, sequencesPerImage: number): DecodingState;

  words(tokens: readonly number[]): string[] {
    return tokenizePtb(this.asked.tokenizer.decode(tokens));
  }

  tokensOf(caption: string): number[] {
    return [...this.asked.tokenizer.encode(caption), this.special.end];
  }

  publishedState(which: 'trained' | 'all'): ReadonlyMap<string, NamedArray> {
    return publishedState(this.module, this.#keys, which);
  }

  restoreTrained(source: WeightSource): void {
    loadPublished(this.module, source, this.#keys, 'trained');
  }

  get #keys(): KeyMap {
    return instructBlipKeys(this.module.config, this.#layout, this.module.isHeadTied);
  }

  /** Queries that have read float32[B, S, C] under the instruction and, behind them, `prompt`: float32[B, M, D]. */
  protected prefix(features: Tensor, prompt: readonly number[], dropout: Dropout | null): Tensor {
    const batch = features.shape[0]!;
    const read = this.module.read(features, forEachImage(this.asked.instruction, batch), dropout);
    return this.module.prefix(this.module.project(read), forEachImage(prompt, batch));
  }
}

/** InstructBLIP or BLIP-2 with T5: the memory is what T5's encoder makes of queries and prompt. */
export class T5Captioner extends InstructBlipCaptioner {
  readonly special: SpecialTokens;

  constructor(model: InstructBlip, words: CaptionerWords, layout: Layout) {
    super(model, words, layout);
    const {
      pad_token_id: padding,
      eos_token_id: end,
      decoder_start_token_id: start,
      vocab_size: rows,
    } = model.t5.config;
    const forbidden = [padding, ...rowsWithoutPiece(rows, words.tokenizer)];
    this.special = { padding, start: start ?? padding, end, forbidden };
  }

  /** Image tokens float32[B, S, C] → memory float32[B, M, D]. Dropout is for the Q-Former: the language model is frozen. */
  encode(features: Tensor, dropout: Dropout | null): Tensor {
    return this.module.t5.encode(this.prefix(features, this.asked.prompt, dropout), undefined, null);
  }

  logits(
    memory: Tensor,
    inputs: Int32Array,
    length: number,
    _dropout: Dropout | null,
    lengths?: readonly number[],
  ): Tensor2D {
    return this.module.t5.logits(memory, undefined, inputs, length, null, lengths);
  }

  begin(memory: Tensor, sequencesPerImage: number): DecodingState {
    return this.module.t5.begin(memory, undefined, sequencesPerImage);
  }
}

/**
 * InstructBLIP with Llama (Vicuna). The memory is what stands before the prompt's last word, as embeddings; that word is
 * the start token, so that the first logits are those of the caption's first word.
 */
export class LlamaCaptioner extends InstructBlipCaptioner {
  readonly special: SpecialTokens;

  constructor(model: InstructBlip, words: CaptionerWords, layout: Layout) {
    super(model, words, layout);
    const { pad_token_id: padding, bos_token_id: begin, eos_token_id: end, vocab_size: rows } = model.llama.config;
    const isWord = (id: number | null | undefined): id is number => typeof id === 'number' && id >= 0 && id !== end;
    const unwritten = [padding, begin, words.tokenizer.idOf('<unk>')].filter(isWord);
    this.special = {
      padding: isWord(padding) ? padding : end,
      start: words.prompt.at(-1)!,
      end,
      forbidden: [...new Set([...unwritten, ...rowsWithoutPiece(rows, words.tokenizer)])],
    };
  }

  /** Image tokens float32[B, S, C] → memory float32[B, M, D]. Dropout is for the Q-Former: the language model is frozen. */
  encode(features: Tensor, dropout: Dropout | null): Tensor {
    return this.prefix(features, this.asked.prompt.slice(0, -1), dropout);
  }

  logits(
    memory: Tensor,
    inputs: Int32Array,
    length: number,
    _dropout: Dropout | null,
    lengths?: readonly number[],
  ): Tensor2D {
    const { llama } = this.module;
    const [images, before, width] = memory.shape as [number, number, number];
    const rows = inputs.length / length;
    const each = tf.tile(tf.expandDims(memory, 1), [1, rows / images, 1, 1]); // [B, N / B, M, D]
    const behind = tf.reshape(each, [rows, before, width]); // [N, M, D]
    const whole = tf.concat([behind, llama.embed(inputs, length)], 1); // [N, M + T, D]
    const positions = Int32Array.from({ length: rows * (before + length) }, (_, at) => at % (before + length));
    const { hidden } = llama.apply(whole, { positions, mask: null }, null);
    return llama.words(tokenRows(tf.slice(hidden, [0, before, 0], [rows, length, width]), lengths));
  }

  begin(memory: Tensor, sequencesPerImage: number): DecodingState {
    return this.module.llama.begin(memory, null, sequencesPerImage);
  }
}
