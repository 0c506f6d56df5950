import { type Tensor, type Tensor2D, tf, type Variable } from '../backend.ts';
import { constant, normal } from '../initializers.ts';
import { Module } from '../module.ts';
import { addBias } from '../ops/add-bias.ts';
import type { Random } from '../random.ts';

// Axis legend: I input width, O output width, R rank.

/** A change of low rank: scale · down · up is added to the weight. */
interface Adapter {
  readonly down: Variable;
  readonly up: Variable;
  readonly scale: number;
}

/** y = x · weight (+ bias). x float32[…, I] → float32[…, O]; the weight is stored [I, O]. */
export class Linear extends Module {
  readonly #weight: Variable;
  readonly #bias: Variable | null;
  #adapter: Adapter | null = null;

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
    const rows = (x.rank === 2 ? x : tf.reshape(x, [-1, input])) as Tensor2D;
    const product = tf.matMul(rows, this.#weight as unknown as Tensor2D);
    const changed = (this.#adapter ? tf.add(product, this.#change(rows, this.#adapter)) : product) as Tensor2D;
    const y = this.#bias ? biased(changed, this.#bias) : changed;
    return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), output]);
  }

  /**
   * y of (x − mean) / deviation, with mean and deviation float32[I]. Both are taken into the weight and the bias, which
   * are smaller than x: x float32[…, I] → float32[…, O].
   */
  applyStandardised(x: Tensor, mean: Tensor, deviation: Tensor): Tensor {
    if (this.#adapter) return this.apply(tf.div(tf.sub(x, mean), deviation));
    const [input, output] = this.#weight.shape as [number, number];
    const weight = tf.div<Tensor2D>(this.#weight, tf.reshape(deviation, [input, 1])); // [I, O]
    const shift = tf.reshape(tf.matMul(tf.reshape(mean, [1, input]) as Tensor2D, weight), [output]);
    const bias = this.#bias ? tf.sub(this.#bias, shift) : tf.neg(shift); // [O]
    const product = tf.matMul(tf.reshape(x, [-1, input]) as Tensor2D, weight);
    return tf.reshape(tf.add(product, bias), [...x.shape.slice(0, -1), output]);
  }

  get isAdapted(): boolean {
    return this.#adapter !== null;
  }

  /**
   * Freezes this layer and adds a change of rank R that is trained in its place (Hu et al. 2022): `lora_a` float32[I, R],
   * drawn from `random`, and `lora_b` float32[R, O], zero, so that nothing changes yet. The change counts `alpha` / R.
   */
  adapt(rank: number, alpha: number, random: Random): void {
    if (this.#adapter) throw new RangeError('This layer has an adapter already.');
    const [input, output] = this.#weight.shape as [number, number];
    this.freeze();
    const down = this.parameter('lora_a', [input, rank], normal(random, input ** -0.5));
    const up = this.parameter('lora_b', [rank, output], constant(0));
    this.#adapter = { down, up, scale: alpha / rank };
  }

  /** Adds the change to the weight and forgets the adapter. The layer stays frozen. */
  merge(): void {
    const adapter = this.#adapter;
    if (!adapter) return;
    tf.tidy(() => {
      const change = tf.mul(
        tf.matMul(adapter.down as unknown as Tensor2D, adapter.up as unknown as Tensor2D),
        adapter.scale,
      );
      this.#weight.assign(tf.add(this.#weight, change) as Variable);
    });
    this.#adapter = null;
    this.removeParameter('lora_a');
    this.removeParameter('lora_b');
  }

  #change(rows: Tensor2D, { down, up, scale }: Adapter): Tensor {
    const narrow = tf.matMul(rows, down as unknown as Tensor2D); // [N, R]
    return tf.matMul(tf.mul(narrow, scale), up as unknown as Tensor2D); // [N, O]
  }
}

/** Of a frozen bias no gradient is computed. */
function biased(x: Tensor2D, bias: Variable): Tensor2D {
  return bias.trainable ? addBias(x, bias) : (tf.add(x, bias) as Tensor2D);
}
