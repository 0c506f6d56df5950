import { type Tensor, tf, type Variable } from '../backend.ts';
import { float32Type, nativeOp } from '../native-op.ts';

/** The coefficients of one update: scalars, the same for all parameters of one learning rate. */
export interface AdamScalars {
  readonly zero: Tensor;
  readonly rate: Tensor;
  readonly beta1: Tensor;
  readonly beta2: Tensor;
  readonly epsilon: Tensor;
}

/**
 * The two moments of one parameter (Kingma & Ba 2015, algorithm 1), in variables of the library's own, so that an update
 * is one pass over the parameter instead of a dozen. It holds three tensors until it is disposed; the third shares the
 * parameter's memory.
 */
export class AdamMoments {
  readonly #first: Tensor;
  readonly #second: Tensor;
  /** The place of the update. */
  readonly #value: Tensor;

  constructor(shape: readonly number[]) {
    this.#value = tf.keep(libraryVariable(shape));
    this.#first = tf.keep(libraryVariable(shape));
    this.#second = tf.keep(libraryVariable(shape));
    tf.tidy(() => this.set(tf.zeros([...shape]), tf.zeros([...shape])));
  }

  /**
   * first ← beta1 · first + (1 − beta1) · gradient, second the same with beta2 and the gradient's square, and
   * variable ← kept · variable − rate · first / (√second + epsilon). The correction of the first steps is the caller's, in
   * rate and epsilon. Zero moments, beta1 0.9, beta2 0.99, gradient 2, rate 0.1, epsilon 0: −0.1 · 0.2 / √0.04 = −0.1.
   */
  update(variable: Variable, gradient: Tensor, kept: number, scalars: AdamScalars): void {
    tf.tidy(() => {
      const before = kept === 1 ? tf.clone(variable) : tf.mul(variable, kept);
      assign(this.#value, before);
      // What nobody else holds is changed where it lies.
      before.dispose();
      const { zero, rate, beta1, beta2, epsilon } = scalars;
      // The op would correct in single precision, where 1 − 0.999 has four digits: powers of 0 make it leave that.
      const inputs = [this.#value, this.#first, this.#second, zero, zero, rate, beta1, beta2, epsilon, gradient];
      nativeOp('ResourceApplyAdam', { T: float32Type() }, inputs, 0);
      variable.assign(currentOf(this.#value) as Variable);
    });
  }

  /** Both moments as they are now. */
  values(): { readonly first: Tensor; readonly second: Tensor } {
    return { first: currentOf(this.#first), second: currentOf(this.#second) };
  }

  set(first: Tensor, second: Tensor): void {
    assign(this.#first, first);
    assign(this.#second, second);
  }

  dispose(): void {
    tf.dispose([this.#first, this.#second, this.#value]);
  }
}

/** The name that makes a variable of the library one without a name: it is gone with the last tensor that refers to it. */
const anonymous = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/** A variable of the library, without a value yet: a tensor that refers to it. */
function libraryVariable(shape: readonly number[]): Tensor {
  const attributes = {
    container: { kind: 'string', value: '' },
    shared_name: { kind: 'string', value: anonymous },
    dtype: float32Type(),
    shape: { kind: 'shape', value: shape },
  } as const;
  return nativeOp('VarHandleOp', attributes, [], 1)[0]!;
}

function assign(variable: Tensor, value: Tensor): void {
  nativeOp('AssignVariableOp', { dtype: float32Type() }, [variable, value], 0);
}

function currentOf(variable: Tensor): Tensor {
  return nativeOp('ReadVariableOp', { dtype: float32Type() }, [variable], 1)[0]!;
}
