import type { Module } from '../../../main/tensor/module.ts';
import { Random } from '../../../main/tensor/random.ts';
import type { StateDict } from '../../../main/tensor/state-dict.ts';

// The parts of a transformer in loops over numbers of double precision, to compare the tensor modules with. Nothing of main/tensor/ops is used.

/** Rows of equal width. */
export type Matrix = readonly (readonly number[])[];

/** Gives every parameter of a module uneven values, also those that begin as 0 or 1, and returns them. */
export function unevenWeights(module: Module, seed: number): StateDict {
  const random = new Random(seed);
  const state = new Map(
    [...module.stateDict()].map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map(() => 1.2 * random.uniform() - 0.4) },
    ]),
  );
  module.loadStateDict(state, 'a test');
  return state;
}

export function randomMatrix(rows: number, width: number, seed: number): Matrix {
  const random = new Random(seed);
  return Array.from({ length: rows }, () => Array.from({ length: width }, () => 2 * random.uniform() - 1));
}

/** The parameters below a dotted name. */
export class Weights {
  readonly #state: StateDict;
  readonly #prefix: string;

  constructor(state: StateDict, prefix = '') {
    this.#state = state;
    this.#prefix = prefix;
  }

  at(name: string): Weights {
    return new Weights(this.#state, `${this.#prefix}${name}.`);
  }

  vector(name: string): number[] {
    return Array.from(this.#state.get(this.#prefix + name)!.data);
  }

  has(name: string): boolean {
    return this.#state.has(this.#prefix + name);
  }

  /** A parameter of shape [rows, width] (leading axes of length 1 are dropped). */
  matrix(name: string): Matrix {
    const { shape, data } = this.#state.get(this.#prefix + name)!;
    const [rows, width] = shape.slice(-2) as [number, number];
    return Array.from({ length: rows }, (_, row) => Array.from(data.slice(row * width, (row + 1) * width)));
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const add = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((value, j) => value + b[i]![j]!));

export function linear(x: Matrix, weights: Weights): Matrix {
  const matrix = weights.matrix('weight');
  const bias = weights.has('bias') ? weights.vector('bias') : matrix[0]!.map(() => 0);
  return x.map((row) => bias.map((start, column) => start + sum(row.map((value, i) => value * matrix[i]![column]!))));
}

export function layerNorm(x: Matrix, weights: Weights, epsilon: number): Matrix {
  const [gain, bias] = [weights.vector('weight'), weights.vector('bias')];
  return x.map((row) => {
    const mean = sum(row) / row.length;
    const variance = sum(row.map((value) => (value - mean) ** 2)) / row.length;
    return row.map((value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * gain[i]! + bias[i]!);
  });
}

export function rmsNorm(x: Matrix, weights: Weights, epsilon: number): Matrix {
  const gain = weights.vector('weight');
  return x.map((row) => {
    const root = Math.sqrt(sum(row.map((value) => value ** 2)) / row.length + epsilon);
    return row.map((value, i) => (value / root) * gain[i]!);
  });
}

/** x · Φ(x), Φ by Simpson's rule over the normal density: right to ten digits for |x| < 10. */
export function gelu(x: number): number {
  const steps = 400;
  const density = (at: number): number => Math.exp(-(at ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const parts = Array.from({ length: steps + 1 }, (_, i) => {
    const factor = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    return factor * density((x * i) / steps);
  });
  return x * (0.5 + (sum(parts) * x) / steps / 3);
}

/** The tanh approximation of T5 v1.1. */
export const geluTanh = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

/**
 * Attention of every row of x to the rows of source; `score` adds to the scaled product of a query and a key, −Infinity
 * hides a key.
 */
export function attention(
  x: Matrix,
  source: Matrix,
  weights: Weights,
  options: { heads: number; scale: number; score?: (head: number, query: number, key: number) => number },
): Matrix {
  const { heads, scale, score } = options;
  const queries = linear(x, weights.at('q'));
  const keys = linear(source, weights.at('k'));
  const values = linear(source, weights.at('v'));
  const width = queries[0]!.length / heads;
  const heard = queries.map((query, t) =>
    Array.from({ length: heads }, (_, head) => {
      const own = (row: readonly number[]): readonly number[] => row.slice(head * width, (head + 1) * width);
      const scores = keys.map(
        (key, s) => scale * sum(own(query).map((value, i) => value * own(key)[i]!)) + (score?.(head, t, s) ?? 0),
      );
      const weighted = scores.map((value) => Math.exp(value));
      const total = sum(weighted);
      return Array.from({ length: width }, (_, i) => sum(weighted.map((w, s) => (w / total) * own(values[s]!)[i]!)));
    }).flat(),
  );
  return linear(heard, weights.at('o'));
}

/** The largest absolute difference of a tensor's values, row-major, from the matrix. */
export function worstDifference(actual: ArrayLike<number>, expected: Matrix): number {
  const flat = expected.flat();
  if (actual.length !== flat.length) throw new Error(`Expected ${flat.length} values, got ${actual.length}.`);
  return flat.reduce((worst, value, i) => {
    const difference = Math.abs(value - actual[i]!);
    return difference <= worst ? worst : difference; // NaN is not a small difference.
  }, 0);
}
