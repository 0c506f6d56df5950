import type { Tensor, Variable } from '../backend.ts';
import { constant } from '../initializers.ts';
import { Module } from '../module.ts';
import { layerNorm, rmsNorm } from '../ops/normalise.ts';

/** Layer norm with a learned gain and bias over the last axis. */
export class LayerNorm extends Module {
  readonly #weight: Variable;
  readonly #bias: Variable;
  readonly #epsilon: number;

  constructor(width: number, epsilon: number) {
    super();
    this.#weight = this.parameter('weight', [width], constant(1));
    this.#bias = this.parameter('bias', [width], constant(0));
    this.#epsilon = epsilon;
  }

  apply(x: Tensor): Tensor {
    return layerNorm(x, this.#weight, this.#bias, this.#epsilon);
  }
}

/** Root-mean-square norm with a learned gain over the last axis. */
export class RmsNorm extends Module {
  readonly #weight: Variable;
  readonly #epsilon: number;

  constructor(width: number, epsilon: number) {
    super();
    this.#weight = this.parameter('weight', [width], constant(1));
    this.#epsilon = epsilon;
  }

  apply(x: Tensor): Tensor {
    return rmsNorm(x, this.#weight, this.#epsilon);
  }
}
