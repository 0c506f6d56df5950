import { expect } from 'vitest';
import type { PaddedTokens } from '../../main/models/instructblip/model.ts';
import { type Scalar, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { worst } from './nadir-mini/small-model.ts';

/** What a batch may differ from its rows alone: the order in which single-precision sums are taken. */
export const sumsReordered = 2e-5;

export type Side = 'left' | 'right';

/** Token ids of several lengths as one batch, with padding on the side named. */
export function paddedBatch(
  rows: readonly (readonly number[])[],
  side: Side,
  padding = 0,
): PaddedTokens & { readonly mask: Uint8Array } {
  const length = Math.max(...rows.map((row) => row.length));
  const tokens = new Int32Array(rows.length * length).fill(padding);
  const mask = new Uint8Array(rows.length * length);
  for (const [at, row] of rows.entries()) {
    const from = at * length + firstPlace(row.length, length, side);
    tokens.set(row, from);
    mask.fill(1, from, from + row.length);
  }
  return { tokens, length, mask };
}

const firstPlace = (own: number, length: number, side: Side): number => (side === 'left' ? length - own : 0);

/**
 * Compares float32[B, T, …] of a padded batch with what each row gave alone, where padding is left out. `lengths` are the
 * places of each row; its padding stands on `side`.
 */
export function expectRowsAlone(
  together: Float32Array,
  alone: readonly Float32Array[],
  lengths: readonly number[],
  side: Side = 'right',
): void {
  const longest = Math.max(...lengths);
  const width = together.length / (lengths.length * longest);
  for (const [row, own] of alone.entries()) {
    const from = row * longest + firstPlace(lengths[row]!, longest, side);
    const kept = together.subarray(from * width, (from + lengths[row]!) * width);
    expect(worst(kept, own), `row ${row}`).toBeLessThan(sumsReordered);
  }
  // The rows differ, so that rows mixed up would show.
  const first = alone[0]!.subarray(0, width);
  expect(worst(alone[1]!.subarray(0, width), first)).toBeGreaterThan(1e-3);
}

/** A loss and its gradients by name, in plain memory. */
export function gradientsOf(
  module: Module,
  loss: () => Scalar,
): { readonly value: number; readonly gradients: ReadonlyMap<string, Float32Array> } {
  const gradients = new Map<string, Float32Array>();
  const value = tf.tidy(() => {
    const parameters = module.trainableParameters();
    const result = tf.variableGrads(loss, [...parameters.values()]);
    for (const [name, variable] of parameters)
      gradients.set(name, Float32Array.from(result.grads[variable.name]!.dataSync()));
    return result.value.dataSync()[0]!;
  });
  return { value, gradients };
}

/** Checks two sets of gradients against each other, each relative to its largest value. */
export function expectSameGradients(
  actual: ReadonlyMap<string, Float32Array>,
  expected: ReadonlyMap<string, Float32Array>,
  relative = 1e-4,
): void {
  expect([...actual.keys()]).toEqual([...expected.keys()]);
  for (const [name, gradient] of expected) {
    const scale = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(worst(actual.get(name)!, gradient), name).toBeLessThan(relative * scale + 1e-6);
  }
}

/**
 * Checks that the loss of a batch, a mean over its tokens, is the mean of its rows' losses weighted by their `tokens`, and
 * so every gradient.
 */
export function expectLossOfRows(
  module: Module,
  together: () => Scalar,
  alone: readonly { readonly loss: () => Scalar; readonly tokens: number }[],
): void {
  const whole = gradientsOf(module, together);
  const all = alone.reduce((sum, { tokens }) => sum + tokens, 0);
  const summed = new Map([...whole.gradients].map(([name, { length }]) => [name, new Float32Array(length)]));
  let loss = 0;
  for (const { loss: own, tokens } of alone) {
    const { value, gradients } = gradientsOf(module, own);
    loss += (value * tokens) / all;
    for (const [name, gradient] of gradients)
      for (const [at, each] of gradient.entries()) summed.get(name)![at]! += (each * tokens) / all;
  }
  expect(Math.abs(whole.value - loss)).toBeLessThan(sumsReordered);
  expectSameGradients(whole.gradients, summed);
}
