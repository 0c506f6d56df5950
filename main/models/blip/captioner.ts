import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../../tensor/backend.ts';
import type { Dropout } from '../../tensor/dropout.ts';
import type { NamedArray } from '../../tensor/state-dict.ts';
import { tokenizePtb } from '../../text/ptb-tokenizer.ts';
import type { SubwordTokenizer } from '../../text/tokenizers/tokenizer.ts';
import type { DecodingState, PublishedCaptioner, SpecialTokens } from '../captioner.ts';
import { rowsWithoutPiece } from '../instructblip/prompt.ts';
import { loadPublished, publishedState } from '../published-weights.ts';
import { blipKeys } from './keys.ts';
import type { Blip } from './model.ts';

// Axis legend: B images, S image tokens, C image width, N sequences, T length, V vocabulary.

/** Pieces that a caption never contains; the end token is "[SEP]". */
const unwritten = ['[PAD]', '[UNK]', '[CLS]', '[MASK]', '[DEC]', '[ENC]'] as const;

/** BLIP's captioner: the memory is the image's tokens themselves. */
export class BlipCaptioner implements PublishedCaptioner {
  readonly module: Blip;
  readonly special: SpecialTokens;
  readonly #tokenizer: SubwordTokenizer;

  constructor(model: Blip, tokenizer: SubwordTokenizer) {
    this.module = model;
    this.#tokenizer = tokenizer;
    const {
      pad_token_id: padding,
      bos_token_id: start,
      sep_token_id: end,
      vocab_size: rows,
    } = model.config.text_config;
    const pieces = unwritten.map((piece) => tokenizer.idOf(piece)).filter((id) => id !== null);
    const forbidden = new Set([padding, start, ...pieces, ...rowsWithoutPiece(rows, tokenizer)]);
    forbidden.delete(end);
    this.special = { padding, start, end, forbidden: [...forbidden] };
  }

  get vocabularySize(): number {
    return this.module.config.text_config.vocab_size;
  }

  /** Image tokens float32[B, S, C], or standardised pixels float32[B, size, size, 3] where the tower is trained too. */
  encode(features: Tensor, _dropout: Dropout | null): Tensor {
    return features.rank === 4 ? this.module.vision.apply(features as Tensor4D) : tf.clone(features);
  }

  logits(
    memory: Tensor,
    inputs: Int32Array,
    length: number,
    dropout: Dropout | null,
    lengths?: readonly number[],
  ): Tensor2D {
    return this.module.logits(memory, inputs, length, dropout, { lengths });
  }

  begin(memory: Tensor, sequencesPerImage: number): DecodingState {
    return this.module.decoder.begin(memory, sequencesPerImage);
  }

  words(tokens: readonly number[]): string[] {
    return tokenizePtb(this.#tokenizer.decode(tokens));
  }

  tokensOf(caption: string): number[] {
    return [...this.#tokenizer.encode(caption), this.special.end];
  }

  publishedState(which: 'trained' | 'all'): ReadonlyMap<string, NamedArray> {
    return publishedState(this.module, blipKeys, which);
  }

  restoreTrained(source: WeightSource): void {
    loadPublished(this.module, source, blipKeys, 'trained');
  }
}
