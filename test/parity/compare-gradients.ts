import { expect } from 'vitest';
import type { KeyMap } from '../../main/models/key-map.ts';
import { asPublished } from '../../main/models/published-weights.ts';
import { type Scalar, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { type FixtureTensor, largest, tolerance, worstDifference } from './fixture.ts';

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

/** Checks one gradient against the reference's, relative to its largest value. */
export function expectGradient(actual: Float32Array, expected: FixtureTensor, name: string): void {
  const scale = largest(expected.data);
  const allowed = tolerance.relativeGradient * scale;
  // A key's bias shifts all scores of a query alike: its gradient is rounding, here and there.
  if (scale < 1e-5) expect(largest(actual), name).toBeLessThan(1e-4);
  else expect(worstDifference(actual, expected.data), name).toBeLessThan(allowed);
}
