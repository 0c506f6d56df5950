import { type Tensor, tf, type Variable } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { MultiHeadAttention } from '../../tensor/layers/multi-head-attention.ts';
import { LayerNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import { gelu } from '../../tensor/ops/activations.ts';
import type { Random } from '../../tensor/random.ts';
import type { QFormerConfig } from './config.ts';

// Axis legend: B images, Q queries, S image tokens, D width, I image width.

/** A part of a layer with its norm and residual connection, norm before or after as configured. */
class Residual extends Module {
  readonly #norm: LayerNorm;
  readonly #before: boolean;

  constructor(config: QFormerConfig) {
    super();
    this.#norm = this.child('norm', new LayerNorm(config.width, config.epsilon));
    this.#before = config.norm === 'before';
  }

  apply(x: Tensor, dropout: Dropout | null, part: (input: Tensor) => Tensor): Tensor {
    return this.#before
      ? tf.add(x, dropped(part(this.#norm.apply(x)), dropout))
      : this.#norm.apply(tf.add(x, dropped(part(x), dropout)));
  }
}

class QFormerLayer extends Module {
  readonly #selfResidual: Residual;
  readonly #selfAttention: MultiHeadAttention;
  readonly #crossResidual: Residual | null = null;
  readonly #crossAttention: MultiHeadAttention | null = null;
  readonly #feedForwardResidual: Residual;
  readonly #intermediate: Linear;
  readonly #output: Linear;

  constructor(config: QFormerConfig, hasCrossAttention: boolean, random: Random | null) {
    super();
    const { width, heads, imageWidth, feedForwardWidth } = config;
    const headWidth = width / heads;
    const shared = { queryWidth: width, heads, headWidth, scale: headWidth ** -0.5, bias: true };
    this.#selfResidual = this.child('self_attention_residual', new Residual(config));
    this.#selfAttention = this.child('self_attention', new MultiHeadAttention({ ...shared, keyWidth: width }, random));
    if (hasCrossAttention) {
      this.#crossResidual = this.child('cross_attention_residual', new Residual(config));
      const cross = new MultiHeadAttention({ ...shared, keyWidth: imageWidth }, random);
      this.#crossAttention = this.child('cross_attention', cross);
    }
    this.#feedForwardResidual = this.child('feed_forward_residual', new Residual(config));
    this.#intermediate = this.child('intermediate', new Linear(width, feedForwardWidth, random, { bias: true }));
    this.#output = this.child('output', new Linear(feedForwardWidth, width, random, { bias: true }));
  }

  apply(queries: Tensor, image: Tensor, dropout: Dropout | null): Tensor {
    let hidden = this.#selfResidual.apply(queries, dropout, (x) =>
      this.#selfAttention.apply(x, this.#selfAttention.project(x), { dropout }),
    );
    const cross = this.#crossAttention;
    if (cross && this.#crossResidual)
      hidden = this.#crossResidual.apply(hidden, dropout, (x) => cross.apply(x, cross.project(image), { dropout }));
    return this.#feedForwardResidual.apply(hidden, dropout, (x) =>
      this.#output.apply(dropped(gelu(this.#intermediate.apply(x)), dropout)),
    );
  }
}

/** Learned query tokens that look at each other and at the image: float32[B, S, I] → float32[B, Q, D]. */
export class QFormer extends Module {
  readonly #config: QFormerConfig;
  readonly #queries: Variable;
  readonly #layers: readonly QFormerLayer[];
  readonly #norm: LayerNorm;

  constructor(config: QFormerConfig, random: Random | null) {
    super();
    this.#config = config;
    this.#queries = this.parameter('query_tokens', [1, config.queries, config.width], normal(random, 0.5));
    this.#layers = Array.from({ length: config.layers }, (_, index) =>
      this.child(`layer.${index}`, new QFormerLayer(config, index % config.crossAttentionEvery === 0, random)),
    );
    // After the last layer where norms stand before, on the query tokens where they stand after: as in BERT.
    this.#norm = this.child('norm', new LayerNorm(config.width, config.epsilon));
  }

  apply(image: Tensor, dropout: Dropout | null): Tensor {
    const repeated = tf.tile(this.#queries, [image.shape[0]!, 1, 1]); // [B, Q, D]
    const isAfter = this.#config.norm === 'after';
    let hidden: Tensor = dropped(isAfter ? this.#norm.apply(repeated) : repeated, dropout);
    for (const layer of this.#layers) hidden = layer.apply(hidden, image, dropout);
    return isAfter ? hidden : this.#norm.apply(hidden);
  }
}
