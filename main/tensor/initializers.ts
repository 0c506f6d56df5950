import type { Initializer } from './module.ts';
import type { Random } from './random.ts';

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Every value the same. */
export function constant(value: number): Initializer {
  return (shape) => new Float32Array(count(shape)).fill(value);
}

/** Normal draws of mean 0. */
export function normal(random: Random, deviation: number): Initializer {
  return (shape) => Float32Array.from({ length: count(shape) }, () => deviation * random.normal());
}
