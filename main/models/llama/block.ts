import { type Tensor, type Tensor4D, tf } from '../../tensor/backend.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { appended, type KeysAndValues } from '../../tensor/layers/multi-head-attention.ts';
import { RmsNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import { activations } from '../../tensor/ops/activations.ts';
import { attention } from '../../tensor/ops/attention.ts';
import type { Random } from '../../tensor/random.ts';
import { headWidthOf, type LlamaConfig } from './config.ts';
import { type RotaryAngles, rotate } from './rotary.ts';

// Axis legend: N sequences, T targets, S sources, H query heads, K key heads (H = K · G), W head width, D width.

/** A pre-norm block: rotary self-attention with grouped key heads (Ainslie et al. 2023), then a gated feed-forward part. */
export class LlamaBlock extends Module {
  readonly #heads: number;
  readonly #keyHeads: number;
  readonly #headWidth: number;
  readonly #activate: (x: Tensor) => Tensor;
  readonly #attentionNorm: RmsNorm;
  readonly #q: Linear;
  readonly #k: Linear;
  readonly #v: Linear;
  readonly #o: Linear;
  readonly #feedForwardNorm: RmsNorm;
  readonly #gate: Linear;
  readonly #up: Linear;
  readonly #down: Linear;

  constructor(config: LlamaConfig, random: Random | null) {
    super();
    const { hidden_size: width, intermediate_size: inner, num_attention_heads: heads, rms_norm_eps: epsilon } = config;
    this.#heads = heads;
    this.#keyHeads = config.num_key_value_heads ?? heads;
    this.#headWidth = headWidthOf(config);
    this.#activate = activations[config.hidden_act];
    const [all, keys] = [heads * this.#headWidth, this.#keyHeads * this.#headWidth];
    const attentionBias = { bias: config.attention_bias };
    const bias = { bias: config.mlp_bias };
    this.#attentionNorm = this.child('attention_norm', new RmsNorm(width, epsilon));
    this.#q = this.child('q', new Linear(width, all, random, attentionBias));
    this.#k = this.child('k', new Linear(width, keys, random, attentionBias));
    this.#v = this.child('v', new Linear(width, keys, random, attentionBias));
    this.#o = this.child('o', new Linear(all, width, random, attentionBias));
    this.#feedForwardNorm = this.child('feed_forward_norm', new RmsNorm(width, epsilon));
    this.#gate = this.child('gate', new Linear(width, inner, random, bias));
    this.#up = this.child('up', new Linear(width, inner, random, bias));
    this.#down = this.child('down', new Linear(inner, width, random, bias));
  }

  /** hidden float32[N, T, D] or, of one token, [N, D] after `past` tokens; `bias` float32[N or 1, 1, T, S] hides what may not be seen. */
  apply(
    hidden: Tensor,
    angles: RotaryAngles,
    past: KeysAndValues | null,
    bias: Tensor4D | undefined,
  ): { readonly hidden: Tensor; readonly past: KeysAndValues } {
    const x = this.#attentionNorm.apply(hidden);
    const own = {
      keys: rotate(this.#split(this.#k.apply(x), this.#keyHeads), angles),
      values: this.#split(this.#v.apply(x), this.#keyHeads),
    };
    const all = appended(past, own); // [N, K, S, W]
    const queries = rotate(this.#split(this.#q.apply(x), this.#heads), angles); // [N, H, T, W]
    const seen = tf.add(
      hidden,
      this.#o.apply(tf.reshape(this.#attend(queries, all, bias), [...hidden.shape.slice(0, -1), -1])),
    );
    const y = this.#feedForwardNorm.apply(seen);
    const fed = this.#down.apply(tf.mul(this.#activate(this.#gate.apply(y)), this.#up.apply(y)));
    return { hidden: tf.add(seen, fed), past: all };
  }

  /** Heads that share keys become queries of one head, so that keys and values are not repeated. */
  #attend(queries: Tensor4D, { keys, values }: KeysAndValues, bias: Tensor4D | undefined): Tensor {
    const [batch, heads, targets, headWidth] = queries.shape;
    const group = heads / this.#keyHeads;
    const grouped = tf.reshape(queries, [batch, this.#keyHeads, group * targets, headWidth]) as Tensor4D; // [N, K, G · T, W]
    const hidden = bias && group > 1 && bias.shape[2] > 1 ? tf.tile(bias, [1, 1, group, 1]) : bias;
    const heard = attention(grouped, keys, values, { scale: headWidth ** -0.5, bias: hidden });
    // One target alone lies in memory as it should, whichever axis comes first.
    return targets === 1 ? heard : tf.transpose(tf.reshape(heard, [batch, heads, targets, headWidth]), [0, 2, 1, 3]);
  }

  #split(x: Tensor, heads: number): Tensor4D {
    const [batch, length] = x.shape as [number, number];
    if (x.rank === 2) return tf.reshape(x, [batch, heads, 1, this.#headWidth]) as Tensor4D;
    return tf.transpose(tf.reshape(x, [batch, length, heads, this.#headWidth]), [0, 2, 1, 3]) as Tensor4D;
  }
}
