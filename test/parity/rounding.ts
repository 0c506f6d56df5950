import { expect } from 'vitest';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { Random } from '../../main/tensor/random.ts';
import { largest, worstDifference } from './fixture.ts';

/** Half a unit in the last place of a single-precision number, relative to it: what storing it may change. */
const halfUnit = 2 ** -24;
/** How often weights are rounded otherwise at most: what a rounding error is turned into differs tenfold from one to the next. */
export const rounds = 16;
/** A difference of this part of the largest value is an error, whatever rounding does. */
const neverRounding = 0.5;

/**
 * What `run` gives, again and again, while every weight of `model` is changed by half a unit in its last place, up or
 * down at random: what single precision alone leaves undecided in it, whoever computes it. Random weights make some of
 * these models turn a rounding error into a thousand times as much: T5 does not scale its attention scores. The weights
 * are put back after each round.
 */
export function* underRounding<T>(model: Module, times: number, run: () => T): Generator<T> {
  const random = new Random(1);
  for (let round = 0; round < times; round++) {
    const weights = [...model.namedParameters()].map(([, variable]) => ({ variable, kept: variable.clone() }));
    try {
      for (const { variable, kept } of weights)
        tf.tidy(() => {
          const factors = Float32Array.from({ length: kept.size }, () => 1 + (random.bits() & 1 ? 2 : -1) * halfUnit);
          variable.assign(tf.mul(kept, tf.tensor(factors, kept.shape)));
        });
      yield run();
    } finally {
      for (const { variable, kept } of weights) {
        variable.assign(kept);
        kept.dispose();
      }
    }
  }
}

interface Compared {
  readonly actual: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  readonly allowed: number;
  readonly mask?: ArrayLike<number> | undefined;
}

/**
 * Checks results of `model` against the reference, by name: no element further away than `allowed` or, where rounding
 * alone moves the result further, than twice that, for the reference is rounded too. Says so when it comes to that: then
 * the tolerance of the specification is not met. `again` computes the results once more; it is asked until rounding has
 * moved each result far enough, or often enough not to.
 */
export function expectWithinRounding(
  model: Module,
  results: ReadonlyMap<string, Compared>,
  again: () => ReadonlyMap<string, ArrayLike<number>>,
): void {
  const beyond = [...results].flatMap(([name, result]) => {
    const difference = worstDifference(result.actual, result.expected, result.mask);
    return difference > result.allowed ? [{ name, ...result, difference, moved: 0 }] : [];
  });
  if (beyond.length === 0) return;
  for (const turned of underRounding(model, rounds, again)) {
    for (const result of beyond)
      result.moved = Math.max(result.moved, worstDifference(turned.get(result.name)!, result.actual, result.mask));
    if (beyond.every(({ difference, moved }) => difference < 2 * moved)) break;
  }
  for (const { name, expected, allowed, difference, moved } of beyond) {
    const figures = `${difference.toExponential(1)} apart, where half a unit in the last place makes ${moved.toExponential(1)}`;
    const most = Math.min(Math.max(allowed, 2 * moved), neverRounding * largest(expected));
    expect(difference, `${name}: ${figures}`).toBeLessThan(most);
    console.info(`${name}: ${figures}; ${allowed.toExponential(1)} was asked for.`);
  }
}

/** Checks one result of `model` as expectWithinRounding does. */
export function expectClose(
  model: Module,
  compute: () => Tensor,
  expected: ArrayLike<number>,
  { name, allowed, mask }: { readonly name: string; readonly allowed: number; readonly mask?: ArrayLike<number> },
): void {
  const values = (): Float32Array => tf.tidy(() => compute().dataSync().slice()) as Float32Array;
  expectWithinRounding(
    model,
    new Map([[name, { actual: values(), expected, allowed, mask }]]),
    () => new Map([[name, values()]]),
  );
}
