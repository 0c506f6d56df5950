import { type Tensor, type Tensor2D, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { type KeysAndValues, MultiHeadAttention } from '../../tensor/layers/multi-head-attention.ts';
import { RmsNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import type { Random } from '../../tensor/random.ts';
import { relativePositionBucket } from './relative-position.ts';

// Axis legend: B encoded inputs, R decoded rows (a multiple of B: the rows of one input stand together), T target length,
// S source length, H heads, W head width, D width, V vocabulary.

export interface T5Config {
  readonly width: number;
  readonly heads: number;
  readonly headWidth: number;
  readonly feedForwardWidth: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly relativeBuckets: number;
  readonly relativeMaxDistance: number;
  readonly epsilon: number;
  /** Multiplies attention scores: 1 in published T5, headWidth^−½ for training from random weights. */
  readonly attentionScale: number;
  readonly vocabularySize: number;
}

/** Keys and values per layer while tokens are generated one by one. Owned by whoever called `start`. */
export interface DecoderState {
  readonly length: number;
  readonly self: readonly (KeysAndValues | null)[];
  readonly cross: readonly KeysAndValues[];
}

const masked = -1e9;

class PositionBias extends Module {
  readonly #table: Variable;
  readonly #config: T5Config;
  readonly #bidirectional: boolean;

  constructor(config: T5Config, bidirectional: boolean, random: Random) {
    super();
    this.#config = config;
    this.#bidirectional = bidirectional;
    this.#table = this.parameter('weight', [config.relativeBuckets, config.heads], normal(random, 0.1));
  }

  /** Bias for queries `from … to − 1` over keys `0 … to − 1`; a causal one masks later keys. float32[1, H, to − from, to] */
  apply(from: number, to: number): Tensor4D {
    const { heads, relativeBuckets, relativeMaxDistance } = this.#config;
    const options = { bidirectional: this.#bidirectional, buckets: relativeBuckets, maxDistance: relativeMaxDistance };
    const rows = to - from;
    const buckets = new Int32Array(rows * to);
    const future = new Float32Array(rows * to);
    for (let row = 0; row < rows; row += 1) {
      for (let key = 0; key < to; key += 1) {
        const relative = key - (from + row);
        buckets[row * to + key] = relativePositionBucket(relative, options);
        if (!this.#bidirectional && relative > 0) future[row * to + key] = masked;
      }
    }
    const values = embed(this.#table as unknown as Tensor2D, buckets); // [rows · to, H]
    const bias = tf.transpose(tf.reshape(values, [1, rows, to, heads]), [0, 3, 1, 2]); // [1, H, rows, to]
    return tf.add(bias, tf.tensor4d(future, [1, 1, rows, to])) as Tensor4D;
  }
}

class FeedForward extends Module {
  readonly #norm: RmsNorm;
  readonly #wi: Linear;
  readonly #wo: Linear;

  constructor(config: T5Config, random: Random) {
    super();
    this.#norm = this.child('layer_norm', new RmsNorm(config.width, config.epsilon));
    this.#wi = this.child('wi', new Linear(config.width, config.feedForwardWidth, random));
    this.#wo = this.child('wo', new Linear(config.feedForwardWidth, config.width, random));
  }

  apply(x: Tensor, dropout: Dropout | null): Tensor {
    const inner = dropped(tf.relu(this.#wi.apply(this.#norm.apply(x))), dropout);
    return tf.add(x, dropped(this.#wo.apply(inner), dropout));
  }
}

/** One block: self-attention, cross-attention in the decoder, feed-forward, each behind an RMS norm. */
class Block extends Module {
  readonly #norm: RmsNorm;
  readonly #self: MultiHeadAttention;
  readonly #crossNorm: RmsNorm | null;
  readonly #cross: MultiHeadAttention | null;
  readonly #feedForward: FeedForward;

  constructor(config: T5Config, isDecoder: boolean, random: Random) {
    super();
    const { width, heads, headWidth, attentionScale: scale, epsilon } = config;
    const shape = { queryWidth: width, keyWidth: width, heads, headWidth, scale, bias: false };
    this.#norm = this.child('self_norm', new RmsNorm(width, epsilon));
    this.#self = this.child('self_attention', new MultiHeadAttention(shape, random));
    this.#crossNorm = isDecoder ? this.child('cross_norm', new RmsNorm(width, epsilon)) : null;
    this.#cross = isDecoder ? this.child('cross_attention', new MultiHeadAttention(shape, random)) : null;
    this.#feedForward = this.child('feed_forward', new FeedForward(config, random));
  }

  projectSource(encoded: Tensor): KeysAndValues {
    return this.#cross!.project(encoded);
  }

  /** With `past`, its keys and values come before this call's. Returns the block's output and all keys and values. */
  apply(
    x: Tensor,
    options: { bias: Tensor4D; cross: KeysAndValues | null; past: KeysAndValues | null; dropout: Dropout | null },
  ): { readonly output: Tensor; readonly own: KeysAndValues } {
    const { bias, cross, past, dropout } = options;
    const normed = this.#norm.apply(x);
    const added = this.#self.project(normed);
    const own = past
      ? {
          keys: tf.concat([past.keys, added.keys], 2) as Tensor4D,
          values: tf.concat([past.values, added.values], 2) as Tensor4D,
        }
      : added;
    let y = tf.add(x, dropped(this.#self.apply(normed, own, { bias, dropout: null }), dropout));
    if (cross && this.#cross && this.#crossNorm) {
      // The rows of one input share its keys and values: as one long row of queries they need no copies of them.
      const [rows, length, width] = y.shape as [number, number, number];
      const inputs = cross.keys.shape[0];
      const grouped = tf.reshape(this.#crossNorm.apply(y), [inputs, (rows / inputs) * length, width]);
      const heard = tf.reshape(this.#cross.apply(grouped, cross, { dropout: null }), [rows, length, width]);
      y = tf.add(y, dropped(heard, dropout));
    }
    return { output: this.#feedForward.apply(y, dropout), own };
  }
}

/** A T5-style encoder and decoder with tied embeddings (Raffel et al. 2020). The encoder reads embeddings, not words. */
export class T5 extends Module {
  readonly #config: T5Config;
  #embedding: Variable;
  readonly #encoderBias: PositionBias | null;
  readonly #encoder: Block[];
  readonly #encoderNorm: RmsNorm;
  readonly #decoderBias: PositionBias;
  readonly #decoder: Block[];
  readonly #decoderNorm: RmsNorm;

  constructor(config: T5Config, random: Random) {
    super();
    this.#config = config;
    this.#embedding = this.parameter('shared', [config.vocabularySize, config.width], normal(random, 1));
    this.#encoderBias =
      config.encoderLayers > 0 ? this.child('encoder.relative_bias', new PositionBias(config, true, random)) : null;
    this.#encoder = Array.from({ length: config.encoderLayers }, (_, index) =>
      this.child(`encoder.block.${index}`, new Block(config, false, random)),
    );
    this.#encoderNorm = this.child('encoder.final_norm', new RmsNorm(config.width, config.epsilon));
    this.#decoderBias = this.child('decoder.relative_bias', new PositionBias(config, false, random));
    this.#decoder = Array.from({ length: config.decoderLayers }, (_, index) =>
      this.child(`decoder.block.${index}`, new Block(config, true, random)),
    );
    this.#decoderNorm = this.child('decoder.final_norm', new RmsNorm(config.width, config.epsilon));
  }

  get vocabularySize(): number {
    return this.#embedding.shape[0]!;
  }

  /** Adds rows for new words, drawn like the first ones. */
  extendVocabulary(words: number, random: Random): void {
    const { width } = this.#config;
    const extended = tf.tidy(() =>
      tf.concat([this.#embedding, tf.tensor2d(normal(random, 1)([words, width]), [words, width])], 0),
    );
    this.#embedding = this.replaceParameter('shared', extended);
  }

  /** Input embeddings float32[B, S, D] → float32[B, S, D]. */
  encode(inputs: Tensor, dropout: Dropout | null): Tensor {
    let x = dropped(inputs, dropout);
    const bias = this.#encoderBias?.apply(0, inputs.shape[1]!);
    for (const block of this.#encoder) x = block.apply(x, { bias: bias!, cross: null, past: null, dropout }).output;
    return dropped(this.#encoderNorm.apply(x), dropout);
  }

  /** Teacher-forced logits: encoded float32[B, S, D], `ids` of R rows of T words → float32[R · T, V]. */
  logits(encoded: Tensor, ids: Int32Array, rows: number, dropout: Dropout | null): Tensor2D {
    const length = ids.length / rows;
    const embedded = embed(this.#embedding as unknown as Tensor2D, ids); // [R · T, D]
    let x: Tensor = dropped(tf.reshape(embedded, [rows, length, this.#config.width]), dropout); // [R, T, D]
    const bias = this.#decoderBias.apply(0, length);
    for (const block of this.#decoder) {
      x = block.apply(x, { bias, cross: block.projectSource(encoded), past: null, dropout }).output;
    }
    return this.#project(x, dropout);
  }

  /** The state before the first word, for encoded inputs float32[B, S, D]. Dispose with `disposeState`. */
  start(encoded: Tensor): DecoderState {
    const cross = tf.tidy(() =>
      this.#decoder.map((block) => {
        const { keys, values } = block.projectSource(encoded);
        return { keys: tf.keep(keys), values: tf.keep(values) };
      }),
    );
    return { length: 0, self: this.#decoder.map(() => null), cross };
  }

  /** Reads one word a row and returns float32[R, V] for the next ones. `state` is used up: its tensors are disposed. */
  step(state: DecoderState, ids: Int32Array): { readonly logits: Tensor2D; readonly state: DecoderState } {
    const self: KeysAndValues[] = [];
    const logits = tf.tidy(() => {
      const embedded = embed(this.#embedding as unknown as Tensor2D, ids);
      let x: Tensor = tf.reshape(embedded, [ids.length, 1, this.#config.width]); // [R, 1, D]
      const bias = this.#decoderBias.apply(state.length, state.length + 1); // [1, H, 1, length + 1]
      for (const [index, block] of this.#decoder.entries()) {
        const past = state.self[index]!;
        const { output, own } = block.apply(x, { bias, cross: state.cross[index]!, past, dropout: null });
        self.push({ keys: tf.keep(own.keys), values: tf.keep(own.values) });
        x = output;
      }
      return this.#project(x, null);
    });
    for (const past of state.self) past && tf.dispose([past.keys, past.values]);
    return { logits, state: { length: state.length + 1, self, cross: state.cross } };
  }

  #project(x: Tensor, dropout: Dropout | null): Tensor2D {
    const { width } = this.#config;
    const hidden = dropped(this.#decoderNorm.apply(x), dropout);
    const rows = tf.mul(tf.reshape(hidden, [-1, width]), width ** -0.5) as Tensor2D;
    return tf.matMul(rows, this.#embedding as unknown as Tensor2D, false, true); // [R · T, V]
  }
}

/** Makes row r of the new state the row `rows[r]` of the old, as beam search does; the old self-attention is disposed. */
export function reorderState(state: DecoderState, rows: readonly number[]): DecoderState {
  const index = tf.tensor1d(Int32Array.from(rows), 'int32');
  const self = state.self.map((past) => {
    if (!past) return null;
    const moved = {
      keys: tf.gather(past.keys, index) as Tensor4D,
      values: tf.gather(past.values, index) as Tensor4D,
    };
    tf.dispose([past.keys, past.values]);
    return moved;
  });
  index.dispose();
  return { ...state, self };
}

export function disposeState(state: DecoderState): void {
  for (const entry of [...state.self, ...state.cross]) entry && tf.dispose([entry.keys, entry.values]);
}
