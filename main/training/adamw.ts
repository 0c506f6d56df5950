import { AppError } from '../errors/app-error.ts';
import { type NamedTensorMap, type Tensor, tf, type Variable } from '../tensor/backend.ts';
import type { NamedArray, StateDict } from '../tensor/state-dict.ts';

const epsilon = 1e-8;

export interface AdamWConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** Gradients are scaled down to this global norm; 0 leaves them as they are. */
  readonly clipNorm: number;
  /** Parameters that are treated otherwise; the first group that fits a parameter's name counts. */
  readonly groups?: readonly ParameterGroup[];
}

export interface ParameterGroup {
  /** Fits full names: /^qformer\./ are those of the Q-Former. */
  readonly pattern: RegExp;
  /** Multiplies the learning rate; absent: 1. */
  readonly rateFactor?: number;
  /** In place of the optimizer's own; applies to vectors of the group too. */
  readonly weightDecay?: number;
}

interface Moments {
  readonly variable: Variable;
  readonly first: Variable;
  readonly second: Variable;
  readonly rateFactor: number;
  readonly weightDecay: number;
}

/**
 * AdamW (Loshchilov & Hutter 2019, algorithm 2) with bias correction. Weight decay is decoupled, multiplied by the
 * learning rate, and applies to matrices only: gains and biases are left alone. Groups of parameters may have a learning
 * rate and a decay of their own.
 */
export class AdamW {
  readonly #config: AdamWConfig;
  readonly #moments = new Map<string, Moments>();
  #steps = 0;

  constructor(parameters: ReadonlyMap<string, Variable>, config: AdamWConfig) {
    this.#config = config;
    for (const [name, variable] of parameters) {
      const zeros = (): Variable => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
      const group = config.groups?.find(({ pattern }) => pattern.test(name));
      const weightDecay = group?.weightDecay ?? (variable.rank > 1 ? config.weightDecay : 0);
      const rateFactor = group?.rateFactor ?? 1;
      this.#moments.set(name, { variable, first: zeros(), second: zeros(), rateFactor, weightDecay });
    }
  }

  /** The variables that a step changes. */
  get variables(): Variable[] {
    return [...this.#moments.values()].map(({ variable }) => variable);
  }

  /**
   * One update. `gradients` are keyed by the variables' own names, as `tf.variableGrads` returns them, and stay the
   * caller's. Returns the global norm of the gradients before clipping; where that is no number, nothing is changed.
   */
  step(gradients: NamedTensorMap, learningRate: number): number {
    const { beta1, beta2, clipNorm } = this.#config;
    return tf.tidy(() => {
      const squares = this.variables.map(({ name }) => tf.sum(tf.square(gradients[name]!)));
      const norm = Math.sqrt(tf.sum(tf.stack(squares)).dataSync()[0]!);
      // A gradient that is no number would spoil the weights for good; the caller sees the norm and ends the run.
      if (!Number.isFinite(norm)) return norm;
      this.#steps++;
      const correction1 = 1 - beta1 ** this.#steps;
      const correction2 = 1 - beta2 ** this.#steps;
      const scale = clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
      for (const { variable, first, second, rateFactor, weightDecay } of this.#moments.values()) {
        tf.tidy(() => {
          const rate = learningRate * rateFactor;
          const raw = gradients[variable.name]!;
          const gradient = scale === 1 ? raw : tf.mul(raw, scale);
          first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
          second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          // Both corrections are taken out of the fraction, so that they cost no tensor operation of their own.
          const root = Math.sqrt(correction2);
          const direction = tf.div(first, tf.add(tf.sqrt(second), epsilon * root));
          const moved: Tensor = tf.mul(direction, (rate * root) / correction1);
          const kept = weightDecay > 0 ? tf.mul(variable, 1 - rate * weightDecay) : variable;
          variable.assign(tf.sub(kept, moved));
        });
      }
      return norm;
    });
  }

  /** Moments and the number of steps in plain memory, to go on from later. */
  snapshot(): { readonly steps: number; readonly moments: StateDict } {
    const moments = new Map<string, NamedArray>();
    for (const [name, { first, second }] of this.#moments)
      for (const [kind, variable] of [
        ['first', first],
        ['second', second],
      ] as const)
        moments.set(`${kind}.${name}`, { shape: variable.shape, data: Float32Array.from(variable.dataSync()) });
    return { steps: this.#steps, moments };
  }

  /** Goes on from a snapshot of the same parameters. Throws `malformed_file` naming a moment that is missing. */
  restore({ steps, moments }: { readonly steps: number; readonly moments: StateDict }): void {
    for (const [name, { first, second }] of this.#moments)
      for (const [kind, variable] of [
        ['first', first],
        ['second', second],
      ] as const) {
        const found = moments.get(`${kind}.${name}`);
        if (found?.shape.join() !== variable.shape.join())
          throw new AppError('malformed_file', `The optimizer's state lacks ${kind}.${name} of this model.`);
        tf.tidy(() => variable.assign(tf.tensor(found!.data, variable.shape, 'float32')));
      }
    this.#steps = steps;
  }

  dispose(): void {
    for (const { first, second } of this.#moments.values()) tf.dispose([first, second]);
    this.#moments.clear();
  }
}
