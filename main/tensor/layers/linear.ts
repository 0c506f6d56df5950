import { type Tensor, type Tensor2D, tf, type Variable } from '../backend.ts';
import { constant, normal } from '../initializers.ts';
import { Module } from '../module.ts';
import type { Random } from '../random.ts';

// Axis legend: I input width, O output width.

/** y = x · weight (+ bias). x float32[…, I] → float32[…, O]; the weight is stored [I, O]. */
export class Linear extends Module {
  readonly #weight: Variable;
  readonly #bias: Variable | null;

  constructor(
    input: number,
    output: number,
    random: Random | null,
    options: { readonly bias?: boolean; readonly deviation?: number } = {},
  ) {
    super();
    this.#weight = this.parameter('weight', [input, output], normal(random, options.deviation ?? input ** -0.5));
    this.#bias = options.bias ? this.parameter('bias', [output], constant(0)) : null;
  }

  apply(x: Tensor): Tensor {
    const [input, output] = this.#weight.shape as [number, number];
    const rows = x.rank === 2 ? (x as Tensor2D) : tf.reshape(x, [-1, input]);
    const product = tf.matMul(rows as Tensor2D, this.#weight as unknown as Tensor2D);
    const y = this.#bias ? tf.add(product, this.#bias) : product;
    return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), output]);
  }
}
