import { type KeyMap, type PlacedKey, placeOf } from './key-map.ts';

type Shape = readonly number[];
interface Shaped {
  readonly shape: Shape;
}

/** The shape that the published tensors of a parameter must have for it to get its own: one for each of its keys. */
export function expectedShape(own: Shape, { axes, upstream }: PlacedKey): Shape {
  const shape = [...own];
  if (axes) for (const [at, axis] of axes.entries()) shape[axis] = own[at]!;
  if (upstream.length > 1) shape[0] = shape[0]! / upstream.length;
  return shape;
}

/** The tensors that a checkpoint must hold for these parameters, by their names and shapes there. */
export function expectedTensors(
  parameters: Iterable<readonly [string, Shaped]>,
  keys: Pick<KeyMap, 'rules' | 'layout'>,
): Map<string, Shaped> {
  const expected = new Map<string, Shaped>();
  for (const [own, { shape }] of parameters) {
    const key = placeOf(own, keys);
    for (const name of key.upstream) if (name !== null) expected.set(name, { shape: expectedShape(shape, key) });
  }
  return expected;
}
