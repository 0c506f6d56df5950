import { type Tensor, type Tensor4D, tf } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { appended, type KeysAndValues, MultiHeadAttention } from '../../tensor/layers/multi-head-attention.ts';
import { RmsNorm } from '../../tensor/layers/norms.ts';
import type { PackedRows } from '../../tensor/layers/packed-rows.ts';
import { Module } from '../../tensor/module.ts';
import type { Random } from '../../tensor/random.ts';
import type { BlockCache } from '../block-cache.ts';
import type { T5StackConfig } from './config.ts';
import { T5FeedForward } from './feed-forward.ts';

// Axis legend: N sequences, T targets, D width, B memories (N is a multiple of B), S memory length, H heads, W head width.

/** One pre-norm block: self-attention, cross-attention to the memory if there is one, feed-forward. */
export class T5Block extends Module {
  readonly #selfNorm: RmsNorm;
  readonly #selfAttention: MultiHeadAttention;
  readonly #crossNorm: RmsNorm | null = null;
  readonly #crossAttention: MultiHeadAttention | null = null;
  readonly #feedForwardNorm: RmsNorm;
  readonly #feedForward: T5FeedForward;

  constructor(config: T5StackConfig, random: Random | null) {
    super();
    const { width, heads, headWidth, memoryWidth, epsilon } = config;
    const shared = { queryWidth: width, heads, headWidth, scale: config.attentionScale, bias: false };
    this.#selfNorm = this.child('self_attention_norm', new RmsNorm(width, epsilon));
    this.#selfAttention = this.child('self_attention', new MultiHeadAttention({ ...shared, keyWidth: width }, random));
    if (memoryWidth !== null) {
      this.#crossNorm = this.child('cross_attention_norm', new RmsNorm(width, epsilon));
      const cross = new MultiHeadAttention({ ...shared, keyWidth: memoryWidth }, random);
      this.#crossAttention = this.child('cross_attention', cross);
    }
    this.#feedForwardNorm = this.child('feed_forward_norm', new RmsNorm(width, epsilon));
    this.#feedForward = this.child('feed_forward', new T5FeedForward(config, random));
  }

  /** Keys and values of the memory float32[B, S, M]; `bias` float32[B, 1, 1, S] hides padding. */
  projectMemory(memory: Tensor, bias?: Tensor4D): KeysAndValues | null {
    const projected = this.#crossAttention?.project(memory);
    return projected ? { ...projected, bias } : null;
  }

  /**
   * hidden float32[N, T, D] or, of one token, [N, D], after `cache.past` tokens → hidden of the same shape, and the past.
   * Packed rows float32[R + 1, D] have no past.
   */
  apply(
    hidden: Tensor,
    positionBias: Tensor4D,
    cache: BlockCache,
    dropout: Dropout | null,
    packed?: PackedRows,
  ): { readonly hidden: Tensor; readonly past: KeysAndValues } {
    const normal = this.#selfNorm.apply(hidden);
    const past = appended(cache.past, this.#selfAttention.project(normal, packed?.own)); // [N, H, S + T, W]
    const attended = this.#selfAttention.apply(normal, past, { bias: positionBias, dropout, layout: packed?.own });
    let result = tf.add(hidden, dropped(attended, dropout));
    if (this.#crossAttention && this.#crossNorm && cache.memory)
      result = tf.add(
        result,
        dropped(
          this.#crossAttention.look(this.#crossNorm.apply(result), cache.memory, dropout, packed?.joined),
          dropout,
        ),
      );
    const fed = this.#feedForward.apply(this.#feedForwardNorm.apply(result), dropout);
    return { hidden: tf.add(result, dropped(fed, dropout)), past };
  }
}
