import { expect, it } from 'vitest';
import { type Tensor2D, tf } from '../../main/tensor/backend.ts';
import { Linear } from '../../main/tensor/layers/linear.ts';
import { adapterParameters, adaptLinears, mergeAdapters } from '../../main/tensor/lora.ts';
import { Module } from '../../main/tensor/module.ts';
import { Random } from '../../main/tensor/random.ts';

class Pair extends Module {
  readonly q = this.child('q', new Linear(3, 4, new Random(1), { bias: true }));
  readonly output = this.child('output', new Linear(4, 2, new Random(2)));

  apply(x: Tensor2D): Tensor2D {
    return this.output.apply(this.q.apply(x)) as Tensor2D;
  }
}

const input = (): Tensor2D => tf.tensor2d([1, -2, 3, 0.5, 0, -1], [2, 3]);
const run = (pair: Pair): Float32Array => tf.tidy(() => pair.apply(input()).dataSync().slice() as Float32Array);
const adapted = (): Pair => {
  const pair = new Pair();
  adaptLinears(pair, { pattern: /^q$/, rank: 2, alpha: 4, seed: 3 });
  return pair;
};

it('changes nothing at first, trains the adapters alone, and names them below their layer', () => {
  const [plain, pair] = [new Pair(), adapted()];
  expect(run(pair)).toEqual(run(plain));
  expect([...pair.trainableParameters().keys()]).toEqual(['q.lora_a', 'q.lora_b']);
  expect([...adapterParameters(pair)].map(([name, { shape }]) => [name, shape])).toEqual([
    ['q.lora_a', [3, 2]],
    ['q.lora_b', [2, 4]],
  ]);
  plain.dispose();
  pair.dispose();
});

it('adds alpha / rank times the product of both to the weight: merged it computes the same', () => {
  const pair = adapted();
  const up = pair.trainableParameters().get('q.lora_b')!;
  const before = run(pair);
  up.assign(tf.tensor2d([1, 0, -1, 2, 0.5, 1, 0, 0], [2, 4]) as typeof up);
  const separate = run(pair);
  expect(separate).not.toEqual(before);
  // By hand: W + 4 / 2 · A · B.
  const weights = pair.q.stateDict();
  const [w, a, b] = ['weight', 'lora_a', 'lora_b'].map((name) => weights.get(name)!.data);
  const expected = Float32Array.from({ length: 12 }, (_, at) => {
    const [row, column] = [Math.floor(at / 4), at % 4];
    return w![at]! + 2 * (a![2 * row]! * b![column]! + a![2 * row + 1]! * b![4 + column]!);
  });
  mergeAdapters(pair);
  for (const [at, value] of pair.q.stateDict().get('weight')!.data.entries())
    expect(value).toBeCloseTo(expected[at]!, 5);
  for (const [at, value] of run(pair).entries()) expect(value).toBeCloseTo(separate[at]!, 4);
  expect(adapterParameters(pair).size).toBe(0);
  expect(pair.trainableParameters().size).toBe(0);
  pair.dispose();
});

it('the gradient reaches both adapters and no frozen weight', () => {
  const pair = adapted();
  tf.tidy(() => {
    const parameters = pair.trainableParameters();
    const up = parameters.get('q.lora_b')!;
    up.assign(tf.fill(up.shape, 0.1) as typeof up);
    const { grads } = tf.variableGrads(() => tf.sum(tf.square(pair.apply(input()))).asScalar());
    expect(Object.keys(grads)).toHaveLength(2);
    const step = 1e-2;
    for (const variable of parameters.values()) {
      const start = variable.clone();
      const direction = tf.randomNormal(variable.shape, 0, 1, 'float32', 4);
      const loss = (by: number): number => {
        variable.assign(tf.add(start, tf.mul(direction, by)) as typeof variable);
        return run(pair).reduce((sum, value) => sum + value ** 2, 0);
      };
      const numeric = (loss(step) - loss(-step)) / (2 * step);
      variable.assign(start as typeof variable);
      const analytic = tf.sum(tf.mul(grads[variable.name]!, direction)).dataSync()[0]!;
      expect(Math.abs(numeric - analytic)).toBeLessThan(0.01 * Math.abs(analytic) + 1e-3);
    }
  });
  pair.dispose();
});

it('a pattern that fits nothing is refused with names that are there, and nothing leaks', () => {
  const before = tf.memory().numTensors;
  const pair = new Pair();
  expect(() => adaptLinears(pair, { pattern: /value/, rank: 1, alpha: 1, seed: 1 })).toThrow(
    'No linear layer is named like /value/. There are q, output and others.',
  );
  const isAllowed = (name: string): boolean => name !== 'q';
  expect(() => adaptLinears(pair, { pattern: /value/, rank: 1, alpha: 1, seed: 1, isAllowed })).toThrow(
    'No linear layer is named like /value/. There are output and others.',
  );
  adaptLinears(pair, { pattern: /./, rank: 1, alpha: 1, seed: 1 });
  mergeAdapters(pair);
  pair.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
