import { AppError } from '../errors/app-error.ts';
import { type NamedTensorMap, tf, type Variable } from '../tensor/backend.ts';
import { AdamMoments, type AdamScalars } from '../tensor/ops/adam-moments.ts';
import { halfOfSquares } from '../tensor/ops/half-of-squares.ts';
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

interface Trained {
  readonly variable: Variable;
  readonly moments: AdamMoments;
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
  readonly #trained = new Map<string, Trained>();
  #steps = 0;

  constructor(parameters: ReadonlyMap<string, Variable>, config: AdamWConfig) {
    this.#config = config;
    for (const [name, variable] of parameters) {
      const group = config.groups?.find(({ pattern }) => pattern.test(name));
      const weightDecay = group?.weightDecay ?? (variable.rank > 1 ? config.weightDecay : 0);
      const rateFactor = group?.rateFactor ?? 1;
      this.#trained.set(name, { variable, moments: new AdamMoments(variable.shape), rateFactor, weightDecay });
    }
  }

  /** The variables that a step changes. */
  get variables(): Variable[] {
    return [...this.#trained.values()].map(({ variable }) => variable);
  }

  /**
   * One update. `gradients` are keyed by the variables' own names, as `tf.variableGrads` returns them, and stay the
   * caller's. Returns the global norm of the gradients before clipping; where that is not a number, nothing is changed.
   */
  step(gradients: NamedTensorMap, learningRate: number): number {
    const { clipNorm } = this.#config;
    return tf.tidy(() => {
      const halves = this.variables.map(({ name }) => halfOfSquares(gradients[name]!));
      const norm = Math.sqrt(2 * tf.sum(tf.stack(halves)).dataSync()[0]!);
      // A gradient that is not a number would spoil the weights for good; the caller sees the norm and ends the run.
      if (!Number.isFinite(norm)) return norm;
      this.#steps++;
      const scale = clipNorm > 0 && norm > clipNorm ? tf.scalar(clipNorm / norm) : null;
      const scalarsOf = new Map<number, AdamScalars>();
      for (const { variable, moments, rateFactor, weightDecay } of this.#trained.values()) {
        const rate = learningRate * rateFactor;
        const scalars = scalarsOf.get(rate) ?? this.#scalars(rate);
        scalarsOf.set(rate, scalars);
        tf.tidy(() => {
          const raw = gradients[variable.name]!;
          const gradient = scale ? tf.mul(raw, scale) : raw;
          moments.update(variable, gradient, 1 - rate * weightDecay, scalars);
        });
      }
      return norm;
    });
  }

  /** The coefficients of this step's updates at a learning rate. */
  #scalars(learningRate: number): AdamScalars {
    // In the precision that the moments are computed in: 1 − 0.999 differs in the fifth digit.
    const [beta1, beta2] = [Math.fround(this.#config.beta1), Math.fround(this.#config.beta2)];
    const correction1 = 1 - beta1 ** this.#steps;
    // Both corrections are taken out of the fraction: m̂ / (√v̂ + ε) is √c₂ / c₁ · m / (√v + √c₂ · ε).
    const root = Math.sqrt(1 - beta2 ** this.#steps);
    return {
      zero: tf.scalar(0),
      rate: tf.scalar((learningRate * root) / correction1),
      beta1: tf.scalar(beta1),
      beta2: tf.scalar(beta2),
      epsilon: tf.scalar(epsilon * root),
    };
  }

  /** Moments and the number of steps in plain memory, to go on from later. */
  snapshot(): { readonly steps: number; readonly moments: StateDict } {
    const moments = new Map<string, NamedArray>();
    tf.tidy(() => {
      for (const [name, trained] of this.#trained)
        for (const [kind, tensor] of Object.entries(trained.moments.values()))
          moments.set(`${kind}.${name}`, { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) });
    });
    return { steps: this.#steps, moments };
  }

  /** Goes on from a snapshot of the same parameters. Throws `malformed_file` naming a moment that is missing. */
  restore({ steps, moments }: { readonly steps: number; readonly moments: StateDict }): void {
    for (const [name, { variable, moments: own }] of this.#trained)
      tf.tidy(() => {
        const [first, second] = ['first', 'second'].map((kind) => {
          const found = moments.get(`${kind}.${name}`);
          if (found?.shape.join() !== variable.shape.join())
            throw new AppError('malformed_file', `The optimizer's state lacks ${kind}.${name} of this model.`);
          return tf.tensor(found!.data, variable.shape, 'float32');
        });
        own.set(first!, second!);
      });
    this.#steps = steps;
  }

  dispose(): void {
    for (const { moments } of this.#trained.values()) moments.dispose();
    this.#trained.clear();
  }
}
