import { expect, it } from 'vitest';
import { tf } from '../../main/tensor/backend.ts';
import { Linear } from '../../main/tensor/layers/linear.ts';
import { Module } from '../../main/tensor/module.ts';
import { Random } from '../../main/tensor/random.ts';

class Pair extends Module {
  readonly first = this.child('first', new Linear(2, 3, new Random(1), { bias: true }));
  readonly second = this.child('second', new Linear(3, 1, new Random(2)));
}

it('names parameters by the path to them', () => {
  const pair = new Pair();
  expect([...pair.namedParameters()].map(([name]) => name)).toEqual(['first.weight', 'first.bias', 'second.weight']);
  pair.dispose();
});

it('a state dict read back gives the same weights', () => {
  const [from, to] = [new Pair(), new Pair()];
  const state = new Map(
    [...from.stateDict()].map(([name, { shape, data }]) => [name, { shape, data: data.map((x) => x + 1) }]),
  );
  to.loadStateDict(state, 'a test');
  expect(to.stateDict()).toEqual(state);
  from.dispose();
  to.dispose();
});

it('missing, unexpected and misshapen tensors are named, and nothing is changed then', () => {
  const pair = new Pair();
  const before = pair.stateDict();
  const state = new Map(before);
  state.delete('first.bias');
  state.set('third.weight', { shape: [1], data: new Float32Array(1) });
  state.set('second.weight', { shape: [1, 3], data: new Float32Array(3) });
  expect(() => pair.loadStateDict(state, 'weights.safetensors')).toThrow(
    'The weights in weights.safetensors do not fit the model. Tensors missing: first.bias. ' +
      'not expected: third.weight. of another shape: second.weight is [1, 3], expected [3, 1].',
  );
  expect(pair.stateDict()).toEqual(before);
  pair.dispose();
});

it('frozen parts have no trainable parameters', () => {
  const pair = new Pair();
  pair.first.freeze();
  expect([...pair.trainableParameters().keys()]).toEqual(['second.weight']);
  pair.dispose();
});

it('dispose frees every parameter, and loading leaves none behind', () => {
  const before = tf.memory().numTensors;
  const pair = new Pair();
  pair.loadStateDict(pair.stateDict(), 'a test');
  expect(tf.memory().numTensors).toBe(before + 3);
  pair.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
