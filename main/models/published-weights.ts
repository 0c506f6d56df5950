import { tensorInfo, type WeightSource } from '../checkpoint/weight-source.ts';
import { AppError } from '../errors/app-error.ts';
import { type Tensor, tf, type Variable } from '../tensor/backend.ts';
import type { Module } from '../tensor/module.ts';
import type { NamedArray } from '../tensor/state-dict.ts';
import { refuseMisfits } from '../tensor/state-faults.ts';
import { expectedShape, expectedTensors } from './expected-tensors.ts';
import { type KeyMap, type PlacedKey, placeOf } from './key-map.ts';

type Shape = readonly number[];

/** The published tensors of one parameter as it is kept here. The result belongs to the caller. */
function assembled(source: WeightSource, own: Shape, key: PlacedKey): Tensor {
  return tf.tidy(() => {
    const shape = expectedShape(own, key);
    const parts = key.upstream.map((name) =>
      name === null ? tf.zeros([...shape]) : tf.tensor(source.read(name).data, [...shape], 'float32'),
    );
    const whole = parts.length === 1 ? parts[0]! : tf.concat(parts, 0);
    return key.axes ? tf.transpose(whole, [...key.axes]) : whole;
  });
}

/**
 * Sets every parameter of `model`, or those that are trained, from a published checkpoint, tensor by tensor, so that the weights are held once.
 * Strict both ways: names that are missing or that neither the model nor `keys.ignored` knows, and other shapes, throw
 * `malformed_file` naming the file, and then nothing has been changed.
 */
export function loadPublished(
  model: Module,
  source: WeightSource,
  keys: KeyMap,
  which: 'trained' | 'all' = 'all',
): void {
  const chosen = [...(which === 'all' ? model.namedParameters() : model.trainableParameters())];
  refuseMisfits(expectedTensors(chosen, keys), source.tensors, source.origin, { unexpected: keys.ignored });
  for (const [name, variable] of chosen)
    tf.tidy(() => variable.assign(assembled(source, variable.shape, placeOf(name, keys)) as Variable));
}

/** A tensor of a parameter's shape (its value or gradient) as the checkpoint would hold it, by its name there. */
export function asPublished(
  name: string,
  tensor: Tensor,
  keys: KeyMap,
): { readonly name: string; readonly array: NamedArray } {
  const key = placeOf(name, keys);
  const [upstream] = key.upstream;
  if (key.upstream.length !== 1 || !upstream)
    throw new AppError(
      'internal',
      `The parameter ${name} is published in parts; the ${keys.layout} layout is only read.`,
    );
  const inverse = key.axes?.map((_, axis) => key.axes!.indexOf(axis));
  // Not returned by a tidy: it would look for tensors among the values, one by one.
  const turned = inverse ? tf.transpose(tensor, inverse) : tensor;
  const array = { shape: turned.shape, data: turned.dataSync() as Float32Array };
  if (turned !== tensor) turned.dispose();
  return { name: upstream, array };
}

/**
 * A copy of the model's weights under their published names: of all, or of what is trained, which is what a checkpoint
 * that is laid over the full one holds.
 */
export function publishedState(model: Module, keys: KeyMap, which: 'trained' | 'all'): Map<string, NamedArray> {
  const state = new Map<string, NamedArray>();
  for (const [own, variable] of which === 'all' ? model.namedParameters() : model.trainableParameters()) {
    const { name, array } = asPublished(own, variable, keys);
    state.set(name, array);
  }
  return state;
}

/** Whether two tensors of a checkpoint hold the same values: a head that was written although it is tied. */
export function areEqual(source: WeightSource, a: string, b: string): boolean {
  if (tensorInfo(source, a).shape.join() !== tensorInfo(source, b).shape.join()) return false;
  const [one, other] = [source.read(a).data, source.read(b).data];
  return one.every((value, at) => value === other[at]);
}
