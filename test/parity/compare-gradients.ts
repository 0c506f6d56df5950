import { expect } from 'vitest';
import type { KeyMap } from '../../main/models/key-map.ts';
import { asPublished } from '../../main/models/published-weights.ts';
import { type Scalar, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { type FixtureTensor, largest, tolerance } from './fixture.ts';
import { expectWithinRounding } from './rounding.ts';

/** Gradients of `loss` by every trainable parameter under their published names, in plain memory. */
export function publishedGradients(model: Module, keys: KeyMap, loss: () => Scalar): Map<string, Float32Array> {
  const found = new Map<string, Float32Array>();
  tf.tidy(() => {
    const parameters = model.trainableParameters();
    const { grads } = tf.variableGrads(loss, [...parameters.values()]);
    for (const [own, variable] of parameters) {
      const { name, array } = asPublished(own, grads[variable.name]!, keys);
      found.set(name, array.data.slice());
    }
  });
  return found;
}

/** Gradients as small as this beside the largest of all are nothing but rounding: others are 0.01 of it and more. */
const zero = 1e-5;

/** Checks gradients of `model` against the reference's, each relative to its largest value. */
export function expectGradients(
  model: Module,
  gradients: () => ReadonlyMap<string, Float32Array>,
  expected: ReadonlyMap<string, FixtureTensor>,
): void {
  const actual = gradients();
  const nothing = zero * Math.max(...[...expected.values()].map(({ data }) => largest(data)));
  const results = [...expected].flatMap(([name, { data }]) => {
    const [own, scale] = [actual.get(name)!, largest(data)];
    if (scale >= nothing)
      return [[name, { actual: own, expected: data, allowed: tolerance.relativeGradient * scale }] as const];
    // A key's bias shifts all scores of a query alike: its gradient is rounding, here and there.
    expect(largest(own), name).toBeLessThan(nothing);
    return [];
  });
  expectWithinRounding(model, new Map(results), gradients);
}
