import { type Tensor, tf } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { Module } from '../../tensor/module.ts';
import { gelu, geluTanh } from '../../tensor/ops/activations.ts';
import type { Random } from '../../tensor/random.ts';
import type { T5StackConfig } from './config.ts';

/** T5's feed-forward part without biases: wi and wo, or gated wi_0, wi_1 and wo (v1.1). */
export class T5FeedForward extends Module {
  readonly #activation: T5StackConfig['activation'];
  readonly #input: Linear;
  readonly #gated: Linear | null;
  readonly #output: Linear;

  constructor(config: T5StackConfig, random: Random) {
    super();
    const { width, feedForwardWidth } = config;
    this.#activation = config.activation;
    const isGated = config.activation === 'gated-gelu';
    this.#input = this.child(isGated ? 'wi_0' : 'wi', new Linear(width, feedForwardWidth, random));
    this.#gated = isGated ? this.child('wi_1', new Linear(width, feedForwardWidth, random)) : null;
    this.#output = this.child('wo', new Linear(feedForwardWidth, width, random));
  }

  /** float32[B, T, D] → float32[B, T, D]. */
  apply(x: Tensor, dropout: Dropout | null): Tensor {
    const inner = this.#input.apply(x);
    const active =
      this.#activation === 'relu' ? tf.relu(inner) : this.#activation === 'gelu' ? gelu(inner) : geluTanh(inner);
    return this.#output.apply(dropped(this.#gated ? tf.mul(active, this.#gated.apply(x)) : active, dropout));
  }
}
