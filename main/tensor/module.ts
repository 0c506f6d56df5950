import { type Tensor, tf, type Variable } from './backend.ts';
import type { NamedArray, StateDict } from './state-dict.ts';
import { refuseMisfits } from './state-faults.ts';

/** The initial values of a parameter, row-major; `shape` gives the number of values. */
export type Initializer = (shape: readonly number[]) => Float32Array;

/**
 * A part of a model: named parameters and named parts of its own. Names join with dots, as in published checkpoints:
 * `decoder.block.0.attention.q.weight`.
 */
export class Module {
  readonly #parameters = new Map<string, Variable>();
  readonly #children = new Map<string, Module>();

  protected parameter(name: string, shape: readonly number[], initialize: Initializer): Variable {
    const variable = tf.tidy(() => tf.variable(tf.tensor(initialize(shape), [...shape], 'float32'), true));
    this.#parameters.set(name, variable);
    return variable;
  }

  protected child<M extends Module>(name: string, module: M): M {
    this.#children.set(name, module);
    return module;
  }

  /** Replaces a parameter's tensor and shape, for a vocabulary that grows. The old one is disposed. */
  protected replaceParameter(name: string, value: Tensor): Variable {
    this.#parameters.get(name)?.dispose();
    const variable = tf.variable(value, true);
    this.#parameters.set(name, variable);
    return variable;
  }

  /** Every parameter below this module with its full name, in the order they were made. */
  *namedParameters(prefix = ''): Generator<readonly [string, Variable]> {
    for (const [name, variable] of this.#parameters) yield [prefix + name, variable];
    for (const [name, child] of this.#children) yield* child.namedParameters(`${prefix}${name}.`);
  }

  /** Every module below this one with its full name, parents first. */
  *namedModules(prefix = ''): Generator<readonly [string, Module]> {
    for (const [name, child] of this.#children) {
      yield [prefix + name, child];
      yield* child.namedModules(`${prefix}${name}.`);
    }
  }

  /** Parameters that training changes: those of frozen modules are left out. */
  trainableParameters(): Map<string, Variable> {
    return new Map([...this.namedParameters()].filter(([, variable]) => variable.trainable));
  }

  /** Takes every parameter of this module out of training. */
  freeze(): void {
    for (const [, variable] of this.namedParameters()) variable.trainable = false;
  }

  /** Lets every parameter of this module be trained. */
  unfreeze(): void {
    for (const [, variable] of this.namedParameters()) variable.trainable = true;
  }

  /** Disposes a parameter of this module itself and forgets its name. */
  protected removeParameter(name: string): void {
    this.#parameters.get(name)?.dispose();
    this.#parameters.delete(name);
  }

  /** A copy of the weights in plain memory. */
  stateDict(): Map<string, NamedArray> {
    const state = new Map<string, NamedArray>();
    for (const [name, variable] of this.namedParameters())
      state.set(name, { shape: variable.shape, data: Float32Array.from(variable.dataSync()) });
    return state;
  }

  /**
   * Sets every parameter from `state`. Strict both ways: missing and unexpected names and wrong shapes throw
   * `malformed_file` naming `source`, and then nothing has been changed.
   */
  loadStateDict(state: StateDict, source: string): void {
    const parameters = new Map(this.namedParameters());
    refuseMisfits(parameters, state, source);
    for (const [name, variable] of parameters)
      tf.tidy(() => variable.assign(tf.tensor(state.get(name)!.data, variable.shape, 'float32')));
  }

  dispose(): void {
    for (const [, variable] of this.namedParameters()) variable.dispose();
  }
}
