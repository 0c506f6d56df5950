import { expect } from 'vitest';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { Random } from '../../main/tensor/random.ts';
import { worstDifference } from './fixture.ts';

/** Half a unit in the last place of a single-precision number, relative to it: what storing it may change. */
const halfUnit = 2 ** -24;
const rounds = 3;

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
 * the tolerance of the specification is not met. `again` computes the results once more.
 */
export function expectWithinRounding(
  model: Module,
  results: ReadonlyMap<string, Compared>,
  again: () => ReadonlyMap<string, ArrayLike<number>>,
): void {
  const apart = ({ actual, expected, mask }: Compared): number => worstDifference(actual, expected, mask);
  const beyond = [...results].filter(([, result]) => apart(result) > result.allowed);
  if (beyond.length === 0) return;
  const noise = new Map<string, number>();
  for (const moved of underRounding(model, rounds, again))
    for (const [name, { actual, mask }] of beyond)
      noise.set(name, Math.max(noise.get(name) ?? 0, worstDifference(moved.get(name)!, actual, mask)));
  for (const [name, result] of beyond) {
    const [difference, moved] = [apart(result), noise.get(name)!];
    const figures = `${difference.toExponential(1)} apart, where half a unit in the last place makes ${moved.toExponential(1)}`;
    expect(difference, `${name}: ${figures}`).toBeLessThan(Math.max(result.allowed, 2 * moved));
    console.info(`${name}: ${figures}; ${result.allowed.toExponential(1)} was asked for.`);
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
