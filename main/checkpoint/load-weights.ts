import { tf } from '../tensor/backend.ts';
import type { Module } from '../tensor/module.ts';
import { type NameExceptions, refuseMisfits } from '../tensor/state-faults.ts';
import type { WeightSource } from './weight-source.ts';

/**
 * Sets a model's parameters from weights on disk, one tensor at a time, so that what is held beside the model is one
 * tensor. Strict both ways but for `exceptions`; when names or shapes do not fit, `malformed_file` names them and nothing
 * has been changed. `source` stays open.
 */
export function loadWeights(module: Module, source: WeightSource, exceptions: NameExceptions = {}): void {
  const parameters = new Map(module.namedParameters());
  refuseMisfits(parameters, source.tensors, source.origin, exceptions);
  for (const [name, variable] of parameters) {
    if (!source.tensors.has(name)) continue;
    const { data } = source.read(name);
    tf.tidy(() => variable.assign(tf.tensor(data, variable.shape, 'float32')));
  }
}
