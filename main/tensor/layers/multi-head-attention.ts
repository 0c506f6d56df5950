import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../backend.ts';
import type { Dropout } from '../dropout.ts';
import { Module } from '../module.ts';
import { attention } from '../ops/attention.ts';
import { takeRows } from '../ops/take-rows.ts';
import type { Random } from '../random.ts';
import { Linear } from './linear.ts';
import type { HeadLayout } from './packed-rows.ts';

// Axis legend: B batch, T targets (queries), S sources (keys), H heads, W head width, D = H · W.

export interface AttentionConfig {
  readonly queryWidth: number;
  /** Width of what is attended to; equals queryWidth for self-attention. */
  readonly keyWidth: number;
  readonly heads: number;
  readonly headWidth: number;
  /** Multiplies the scores: headWidth^−½, or 1 in T5, whose initial query weights are smaller instead. */
  readonly scale: number;
  readonly bias: boolean;
}

/** Keys and values of what is attended to, each float32[B, H, S, W]. */
export interface KeysAndValues {
  readonly keys: Tensor4D;
  readonly values: Tensor4D;
  /** Added to the scores, float32[B, 1, 1, S]: hides sources that are only padding. */
  readonly bias?: Tensor4D | undefined;
}

/** Extends a cache by more tokens: `past` and, behind it, `own`, along the axis of sources. */
export function appended(past: KeysAndValues | null, own: KeysAndValues): KeysAndValues {
  if (!past) return own;
  return {
    keys: tf.concat([past.keys, own.keys], 2) as Tensor4D,
    values: tf.concat([past.values, own.values], 2) as Tensor4D,
  };
}

/** Multi-head attention whose projections are named q, k, v and o, as in T5. */
export class MultiHeadAttention extends Module {
  readonly #config: AttentionConfig;
  readonly #q: Linear;
  readonly #k: Linear;
  readonly #v: Linear;
  readonly #o: Linear;

  constructor(config: AttentionConfig, random: Random | null) {
    super();
    this.#config = config;
    const inner = config.heads * config.headWidth;
    const { bias } = config;
    this.#q = this.child('q', new Linear(config.queryWidth, inner, random, { bias }));
    this.#k = this.child('k', new Linear(config.keyWidth, inner, random, { bias }));
    this.#v = this.child('v', new Linear(config.keyWidth, inner, random, { bias }));
    this.#o = this.child('o', new Linear(inner, config.queryWidth, random, { bias }));
  }

  /**
   * Keys and values of source float32[B, S, D], which a cache keeps while tokens are generated; a single source may be
   * float32[B, D]. With a layout, source holds packed rows float32[R + 1, D].
   */
  project(source: Tensor, layout?: HeadLayout): KeysAndValues {
    const [batch, length] = placesOf(source);
    const rows = flat(source);
    const split = (part: Linear): Tensor4D => this.#split(part.apply(rows), batch, length, layout);
    return { keys: split(this.#k), values: split(this.#v) };
  }

  /**
   * hidden float32[B, T, D] over projected sources → float32[B, T, D]; `bias` is broadcast to [B, H, T, S]. A single target
   * may be float32[B, D] and comes out as such. Hidden float32[1, T, D] is the same for all of the batch.
   * With a layout, hidden holds packed rows float32[R + 1, D] and comes out as such.
   */
  apply(
    hidden: Tensor,
    source: KeysAndValues,
    options: {
      readonly bias?: Tensor4D | undefined;
      readonly dropout: Dropout | null;
      readonly layout?: HeadLayout | undefined;
    },
  ): Tensor {
    const { heads, scale } = this.#config;
    const { layout } = options;
    const [batch] = source.keys.shape;
    const queries = this.#split(this.#q.apply(flat(hidden)), ...placesOf(hidden), layout); // [B, H, T, W]
    const mask = options.dropout?.mask([batch, heads, queries.shape[2], source.keys.shape[2]]) as Tensor4D | undefined;
    const heard = attention(queries, source.keys, source.values, { scale, bias: options.bias, mask }); // [B, H, T, W]
    const result = this.#o.apply(this.#join(heard, layout)); // [B · T, D] or, with a layout, [R + 1, D]
    return hidden.rank === 2 ? result : tf.reshape(result, [batch, hidden.shape[1]!, -1]); // [B, T, D]
  }

  /**
   * Cross-attention: hidden float32[N, T, D] over the sources of B memories → float32[N, T, D], their padding hidden by
   * `source.bias`. Sequences that share a memory (captions of one image) stand next to each other, so that their tokens
   * can be queries of one batch entry: the memory is projected once and never repeated. A single target may be float32[N, D].
   * One sequence alone looks at every memory: float32[1, T, D] → float32[B, T, D].
   * Packed rows come with the layout that joins them.
   */
  look(hidden: Tensor, source: KeysAndValues, dropout: Dropout | null, layout?: HeadLayout): Tensor {
    const [sequences] = hidden.shape as [number];
    const memories = source.keys.shape[0];
    const options = { bias: source.bias, dropout, layout };
    if (layout || memories === sequences || sequences === 1) return this.apply(hidden, source, options);
    const joined = tf.reshape(hidden, [memories, -1, hidden.shape.at(-1)!]); // [B, (N / B) · T, D]
    return tf.reshape(this.apply(joined, source, options), hidden.shape);
  }

  /** Rows float32[B · T, D] or, with a layout, [R + 1, D] → float32[B, H, T, W]. */
  #split(x: Tensor, batch: number, length: number, layout?: HeadLayout): Tensor4D {
    const { heads, headWidth } = this.#config;
    if (layout) {
      const rows = takeRows(tf.reshape(x, [-1, headWidth]) as Tensor2D, layout.index, layout.inverse);
      return tf.reshape(rows, [layout.batch, heads, layout.length, headWidth]) as Tensor4D;
    }
    // One token alone lies in memory as it should, whichever axis comes first.
    if (length === 1) return tf.reshape(x, [batch, heads, 1, headWidth]) as Tensor4D;
    return tf.transpose(tf.reshape(x, [batch, length, heads, headWidth]), [0, 2, 1, 3]) as Tensor4D;
  }

  /** The reverse: float32[B, H, T, W] → rows. */
  #join(heard: Tensor4D, layout?: HeadLayout): Tensor {
    const { heads, headWidth } = this.#config;
    const turned = layout
      ? takeRows(tf.reshape(heard, [-1, headWidth]) as Tensor2D, layout.inverse, layout.index)
      : heard.shape[2] === 1
        ? heard
        : tf.transpose(heard, [0, 2, 1, 3]); // [B, T, H, W]
    return tf.reshape(turned, [-1, heads * headWidth]);
  }
}

/** Entries and tokens of each: of hidden float32[B, T, D] or, of one token, [B, D]. */
function placesOf(hidden: Tensor): [batch: number, length: number] {
  return [hidden.shape[0]!, hidden.rank === 2 ? 1 : hidden.shape[1]!];
}

function flat(hidden: Tensor): Tensor {
  return hidden.rank === 2 ? hidden : tf.reshape(hidden, [-1, hidden.shape.at(-1)!]);
}
