import { type Tensor, tf, type Variable } from '../tensor/backend.ts';

/**
 * The trained parameters of a model as they are now, so that the model can be asked later what it would have said. Only
 * what is trained is kept: the frozen parts are the model's own. The tensors share memory with the variables until
 * those change. The caller disposes it.
 */
export class StartingPolicy {
  readonly #variables: readonly Variable[];
  readonly #kept: readonly Tensor[];

  constructor(variables: readonly Variable[]) {
    this.#variables = variables;
    this.#kept = variables.map((variable) => tf.keep(tf.clone(variable)));
  }

  /** Calls `ask` under the parameters kept here. The present ones are back afterwards, even when it throws. */
  consult<T extends Tensor>(ask: () => T): T {
    const present = this.#variables.map((variable) => tf.keep(tf.clone(variable)));
    try {
      assign(this.#variables, this.#kept);
      return ask();
    } finally {
      assign(this.#variables, present);
      tf.dispose(present);
    }
  }

  dispose(): void {
    tf.dispose([...this.#kept]);
  }
}

function assign(variables: readonly Variable[], values: readonly Tensor[]): void {
  // A clone is handed over: the variable takes the tensor's memory as its own.
  for (const [at, variable] of variables.entries()) tf.tidy(() => variable.assign(tf.clone(values[at]!)));
}
