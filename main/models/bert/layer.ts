import { type Tensor, type Tensor4D, tf } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { appended, type KeysAndValues, MultiHeadAttention } from '../../tensor/layers/multi-head-attention.ts';
import { LayerNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import type { ActivationName } from '../../tensor/ops/activation-names.ts';
import { activations } from '../../tensor/ops/activations.ts';
import type { Random } from '../../tensor/random.ts';

// Axis legend: N sequences, T tokens, S memory length, D width, H heads, W head width.

export interface BertLayerConfig {
  readonly width: number;
  readonly heads: number;
  readonly feedForwardWidth: number;
  readonly activation: ActivationName;
  /** Width of the memory that cross-attention reads; null is a layer without it. */
  readonly memoryWidth: number | null;
  /** 'after' each part as published (BERT); 'before' it learns faster from scratch. */
  readonly norm: 'before' | 'after';
  readonly epsilon: number;
}

/** A part of a layer with its norm and residual connection, norm before or after as configured. */
export class Residual extends Module {
  readonly #norm: LayerNorm;
  readonly #before: boolean;

  constructor({ width, epsilon, norm }: Pick<BertLayerConfig, 'width' | 'epsilon' | 'norm'>) {
    super();
    this.#norm = this.child('norm', new LayerNorm(width, epsilon));
    this.#before = norm === 'before';
  }

  apply(x: Tensor, dropout: Dropout | null, part: (input: Tensor) => Tensor): Tensor {
    return this.#before
      ? tf.add(x, dropped(part(this.#norm.apply(x)), dropout))
      : this.#norm.apply(tf.add(x, dropped(part(x), dropout)));
  }
}

/** BERT's layer (Devlin et al. 2019), with cross-attention between its two parts where there is a memory. */
export class BertLayer extends Module {
  readonly #selfResidual: Residual;
  readonly #selfAttention: MultiHeadAttention;
  readonly #crossResidual: Residual | null = null;
  readonly #crossAttention: MultiHeadAttention | null = null;
  readonly #feedForwardResidual: Residual;
  readonly #intermediate: Linear;
  readonly #output: Linear;
  readonly #activate: (x: Tensor) => Tensor;

  constructor(config: BertLayerConfig, random: Random | null) {
    super();
    const { width, heads, memoryWidth, feedForwardWidth } = config;
    const headWidth = width / heads;
    const shared = { queryWidth: width, heads, headWidth, scale: headWidth ** -0.5, bias: true };
    this.#activate = activations[config.activation];
    this.#selfResidual = this.child('self_attention_residual', new Residual(config));
    this.#selfAttention = this.child('self_attention', new MultiHeadAttention({ ...shared, keyWidth: width }, random));
    if (memoryWidth !== null) {
      this.#crossResidual = this.child('cross_attention_residual', new Residual(config));
      const cross = new MultiHeadAttention({ ...shared, keyWidth: memoryWidth }, random);
      this.#crossAttention = this.child('cross_attention', cross);
    }
    this.#feedForwardResidual = this.child('feed_forward_residual', new Residual(config));
    this.#intermediate = this.child('intermediate', new Linear(width, feedForwardWidth, random, { bias: true }));
    this.#output = this.child('output', new Linear(feedForwardWidth, width, random, { bias: true }));
  }

  /** Keys and values of a memory float32[B, S, M]; null where the layer does not look at it. */
  projectMemory(memory: Tensor): KeysAndValues | null {
    return this.#crossAttention?.project(memory) ?? null;
  }

  /** Self-attention of hidden float32[N, T, D] or, of one token, [N, D] after `past` tokens; `bias` is broadcast to [N, H, T, S]. */
  attend(
    hidden: Tensor,
    past: KeysAndValues | null,
    bias: Tensor4D | undefined,
    dropout: Dropout | null,
  ): { readonly hidden: Tensor; readonly past: KeysAndValues } {
    let all = past;
    const result = this.#selfResidual.apply(hidden, dropout, (x) => {
      all = appended(past, this.#selfAttention.project(x));
      return this.#selfAttention.apply(x, all, { bias, dropout });
    });
    return { hidden: result, past: all! };
  }

  /** Cross-attention to a projected memory; without one, hidden as it is. */
  look(hidden: Tensor, memory: KeysAndValues | null, dropout: Dropout | null): Tensor {
    const cross = this.#crossAttention;
    if (!cross || !this.#crossResidual || !memory) return hidden;
    return this.#crossResidual.apply(hidden, dropout, (x) => cross.look(x, memory, dropout));
  }

  feed(hidden: Tensor, dropout: Dropout | null): Tensor {
    return this.#feedForwardResidual.apply(hidden, dropout, (x) => {
      const rows = x.rank === 2 ? x : tf.reshape(x, [-1, x.shape.at(-1)!]);
      const fed = this.#output.apply(dropped(this.#activate(this.#intermediate.apply(rows)), dropout));
      return x.rank === 2 ? fed : tf.reshape(fed, x.shape);
    });
  }
}
