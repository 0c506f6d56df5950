import { type Tensor, tf } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { Module } from '../../tensor/module.ts';
import { activations } from '../../tensor/ops/activations.ts';
import type { Random } from '../../tensor/random.ts';
import type { T5StackConfig } from './config.ts';

/** T5's feed-forward part without biases: wi and wo, or gated wi_0, wi_1 and wo (v1.1). */
export class T5FeedForward extends Module {
  readonly #activate: (x: Tensor) => Tensor;
  readonly #input: Linear;
  readonly #gate: Linear | null;
  readonly #output: Linear;

  constructor(config: T5StackConfig, random: Random | null) {
    super();
    const { width, feedForwardWidth, isGated = false } = config;
    this.#activate = activations[config.activation];
    this.#input = this.child(isGated ? 'wi_0' : 'wi', new Linear(width, feedForwardWidth, random));
    this.#gate = isGated ? this.child('wi_1', new Linear(width, feedForwardWidth, random)) : null;
    this.#output = this.child('wo', new Linear(feedForwardWidth, width, random));
  }

  /** float32[B, T, D] → float32[B, T, D]. */
  apply(x: Tensor, dropout: Dropout | null): Tensor {
    const active = this.#activate(this.#input.apply(x));
    return this.#output.apply(dropped(this.#gate ? tf.mul(active, this.#gate.apply(x)) : active, dropout));
  }
}
